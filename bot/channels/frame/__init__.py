"""What every messaging channel shares. docs/channels/writing-one.md builds a channel on it.

channel        MessagingChannel: what a channel says of itself, and does
delivery       what a platform delivers (Delivery), and what is read from it (Message, Reaction)
address        whose conversation it is
intake         verify → read → inbox → acknowledge
outgoing       outbox → render → send
rendering      a reply as the parts that a platform takes: text in its markup, buttons, images
signatures     checks in constant time, on bytes
api            calls of a platform's HTTP API, and what their errors mean
redirects      followed by hand, never to the company's own network
tokens         access tokens that a platform gives for a secret
noticing       “typing …”
connection     websockets that a channel opens to its platform
files          what customers send, had from the platform and kept for the desk
images         for platforms that take files, not addresses
xml            as some platforms deliver it
settings       what stands in credentials.yml, and secrets from the environment
serving        the route, the part in the session state, and platforms that are asked or connected to, by one process at a time
"""
