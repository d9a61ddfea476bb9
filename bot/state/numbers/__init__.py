"""Numbers about all conversations together, by day, channel and language. They name nobody, and are kept for longer than conversations.

turn_facts   what is counted of a turn
counting     adds it up in this process, and to what stands in Redis every second
figures      what was counted, as it is read: shares, medians
reading      reads a range of days
"""
