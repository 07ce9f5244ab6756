### Public
providers-failed = That did not work
providers-back-account = Back to your account
providers-back-sign-in = Back to signing in
providers-connect = Connect { $label }
providers-offer = An account with the address { $email } exists here already. Show that it is yours, then { $label } signs you in from now on.
providers-signed-in-as = You are signed in as { $email }.
providers-sign-out = Sign out and go on
providers-password = Sign in with your password
providers-link = Send me a link instead
providers-is-this-yours = Is this your account?
providers-go-on = Go on with { $label }
providers-since = since { $when }
providers-disconnect = Disconnect
providers-elsewhere = Accounts elsewhere
