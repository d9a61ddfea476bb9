"""`python -m bot.cli …` is `heed …`, also where the command isn't on the PATH."""

from bot.cli.main import main

main()
