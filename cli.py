"""The door for a checkout: `python cli.py …` is the same program as `mvpod …`."""

from mvpod_expert.commands import main

if __name__ == "__main__":
    main()
