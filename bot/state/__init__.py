"""Session state in Redis: the only place that knows of it. ARCHITECTURE.md tells how its parts work together.

service       what the rest of the house calls: accept, answer, events, ratings, health
inbox         messages, stored before they are acknowledged      worker     has them answered, in order
turns         what is written at once, at the end of a turn      locks      one turn at a time; notices wake who waits
stores        Rasa's tracker store and lock store                trackers, window    what of a conversation Rasa reads
outbox        what clients see, read on from an event            conversations       list, read, erase
ratings       what customers think of it                         limits     how often something may happen
connection    one server, Sentinel, Cluster; embedded            monitor, durability, metrics    whether all is well
"""
