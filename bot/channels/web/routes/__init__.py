"""The requests of the web channel, one file a resource; `openapi.yml` describes them."""
