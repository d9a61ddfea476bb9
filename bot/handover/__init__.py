"""Handing conversations over to people: when the team is there, and how it is told. What happens to a conversation is `bot.state.desk`'s.

settings    `handover:` in endpoints.yml; the ways in it: way_settings
hours       opening hours, holidays, time zones
notice      what the team is told
ways        tells it, in one way: a webhook, a mail, Slack
telling     tells of each hand-over, in each way, until it arrived; and has abandoned conversations wait again
contact     where a customer wants to be answered
"""
