"""The desk: where a company's people answer those whom the assistant handed over. docs/desk.md is for users.

channel                       what `credentials.yml` names
settings, passwords, guard    who may do what: sessions, CSRF, roles, tries
audit                         every look and act, in a chain of hashes
hub                           what changes, to all pages that are open
suggestions                   three answers that the assistant would give
views                         conversations as JSON
routes                        the requests, a file a resource
"""
