### Public
# Refusals; the keys are the codes.

code-auth-wrong-credentials = The address or the password is wrong.
code-auth-not-confirmed = Confirm your address first: the link is in the mail we sent you.
code-auth-suspended = This account is suspended.
code-auth-wrong-code = This code is not right. Enter the one your app shows now; each counts once.
code-auth-not-themself = Only the person themself can do this.
code-auth-provider-state = This sign-in was not begun in this browser, has been used or took too long. Begin again.
code-auth-provider-denied = You were not signed in: the permission was not given. Try again, or sign in another way.
code-auth-provider-away = The other service does not answer properly at the moment. Try again shortly, or sign in another way.
code-auth-provider-unverified = The other service has not verified your e-mail address. Verify it there, or sign up with it here.
code-auth-provider-taken = That account is connected with another one here. Sign in with it, or disconnect it there first.
code-auth-last-way-in = This is your only way to sign in. Set a password or connect another account first.
code-auth-offer-gone = This offer has been used or has expired. Sign in with the other service again.
code-auth-may-not-act = You may not act for this person.
code-auth-link-expired = This link has been used or has expired. Ask for a new one.
code-auth-key-not-valid = This API key is not valid: it is unknown, revoked, or past its end. Make a new one on the organization’s page “API keys”.
code-auth-key-elsewhere = This API key may not be used from this network address.
code-auth-invitation-gone = This invitation has been used, withdrawn or has expired. Ask for a new one.
code-auth-invitation-other-address = This invitation was sent to another address. Sign in with that one.
