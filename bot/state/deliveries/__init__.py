"""Replies on their way to messaging platforms: durable, in order, each once.

The outbox is what is to be sent; a conversation's `delivery` says how far it went out, and what is under way.

contract    what a messaging channel does for the deliveries, and how it says what became of a message
progress    how far a conversation's replies went out; what did not arrive
queue       which conversations have replies to send, now or later
worker      sends them
passive     replies that go back in the response to a delivery
contacts    what a channel notes of a customer: where to write to, which buttons were shown
downloads   files of customers that are still at their platform
kept        what a channel keeps for itself: access tokens, cursors, which process listens
"""
