"""E-mail, as `bot.channels.email` needs it.

reading     a mail as a message: who wrote, in which thread, the text without what it quotes
counting    how many mails came of late
loops       mails that no assistant may answer
senders     whether a mail is from whom it says, by the company's own mail server
mailbox     an IMAP mailbox, read from where it was left
posting     SMTP
oauth       access tokens of mailboxes that take no password
signing_in  how a refresh token is had, in a browser
settings    what stands in credentials.yml
writing     an answer as a mail
"""
