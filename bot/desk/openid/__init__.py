"""Signing in with accounts that the company has elsewhere: OpenID Connect (https://openid.net/specs/openid-connect-core-1_0.html).

settings    what `credentials.yml` says
provider    the issuer: where it is asked, its keys, a code for an ID token
id_token    whether an ID token is good
transaction what a browser keeps while its user is at the issuer
agents      who of the issuer's users is an agent, and in which role
"""
