# What people are told in their inbox of their account and their work. $organization, $role, $label: names.

told-group-account = Your account
told-group-team = Your work here
told-security-title = Security
told-security-when = When how you sign in has changed, or support acted for you.
told-password = Your password was changed.
told-factor-added = An authenticator app was set up for your account.
told-factor-removed = An authenticator app was removed from your account.
told-codes-renewed = New recovery codes were made for your account.
told-code-used = A recovery code was used to sign in to your account.
told-connected = Your { $label } account signs you in from now on.
told-disconnected = Your { $label } account signs you in no more.
told-acted = Support acted for you: { $reason }
told-key-title = API keys
told-key-when = When an API key was made in your name.
told-key = The API key “{ $name }” for { $organization } was made in your name. If that was not you, revoke it and change your password.
told-application-title = Becoming an organizer
told-application-when = When your application was decided.
told-application-approved = { $organization } is approved: you can put on events now.
told-application-declined = { $organization } was not approved. The reason: { $reason }
told-role-title = Roles
told-role-when = When you are given a role in an organization, when one is taken away, and when you leave its team.
told-role-given = You are { $role } at { $organization } now.
told-role-given-house = You are { $role } of the platform now.
told-role-taken = You are no longer { $role } at { $organization }.
told-role-taken-house = You are no longer { $role } of the platform.
told-removed = You no longer belong to the team of { $organization }.
