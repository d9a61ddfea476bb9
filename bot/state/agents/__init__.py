"""What is kept of agents and for them: who may sign in, their sessions, who is there, canned answers; and conversations as they read them.

What agents do with a conversation is `bot.state.desk`'s.
"""
