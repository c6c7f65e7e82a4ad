"""`python -m mvpod_expert`: the same program as the console script."""

from mvpod_expert.commands import main

if __name__ == "__main__":
    main()
