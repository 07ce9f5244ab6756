### Public
# Titles of pages that say what went wrong, and ways on.

fault-sign-in = Sign in first
fault-forbidden = Not allowed
fault-nothing = Nothing here
fault-gone = Not any more
fault-moment = One moment
fault-broke = Something broke
fault-other = That did not work
fault-sign-in-button = Sign in
fault-see-events = See what is on
fault-second-factor = Set up a second factor
fault-account = Your account
