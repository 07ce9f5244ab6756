factors-title = Second factor
factors-account = Your account
factors-removed = The authenticator app is removed.
factors-default-name = Authenticator app
factors-needed = Part of your work here needs a second factor. Set one up, then it is there again.
factors-why = With a second factor nobody signs in with your password alone: a code that an app on your phone shows is needed, too.
factors-apps-there-are = You need an authenticator app, such as Aegis, 1Password, Google Authenticator or the one your phone has.
factors-set-up = Set up an authenticator app
factors-name = What you call it
factors-on = On
factors-asks = Signing in asks for a code of your app.
factors-apps = Authenticator apps
factors-codes-for = Each signs you in once when you do not have the app.
factors-new-codes = Make new codes
factors-new-codes-void = Make new codes; the old ones stop working
factors-codes = Recovery codes
factors-another = Add another app
factors-add = Add it
factors-left =
    { $count ->
        [0] No code is left. Make new ones.
        [1] 1 code is left.
       *[other] { $count } codes are left.
    }
factors-since = since { $when }
factors-remove = Remove
factors-remove-this = Remove this app
factors-again-code = Code of the app, or a recovery code
factors-again-password = Or your password
factors-scan = Scan the picture
factors-scan-how = Open your authenticator app, add an account and point the camera at this picture.
factors-picture = Picture for your authenticator app
factors-by-hand = Cannot scan it? Enter this key by hand:
factors-key = key
factors-code = Code
factors-code-help = The six digits the app shows now.
factors-confirm = Confirm
factors-counts-once = It counts only once you have entered a code. This page is good for five minutes.
factors-done = Your second factor is set up
factors-your-new-codes = Your new recovery codes
factors-keep = Keep these ten recovery codes
factors-keep-how = Print them or write them down. Each signs you in once when you do not have your app. They are shown now and never again.
factors-kept = I have kept them
factors-few = Few recovery codes
factors-change = Change
factors-offer = Your password alone signs you in. A code of an app on your phone makes it two locks.
factors-offer-button = Set up a second factor
