### Public
second-title = Second step
second-recovery-title = Use a recovery code
second-who = Signing in as { $email }. Open your authenticator app and enter the code it shows.
second-code = Code
second-code-help = Six digits, new every half minute.
second-go-on = Go on
second-no-app = I do not have the app: use a recovery code
second-other-person = Sign in as somebody else
second-recovery-code = Recovery code
second-recovery-lead = Enter one of the recovery codes you kept when you set up the app. Each works once.
second-use-app = Use the app’s code
second-lost-both = Neither app nor codes? Write to whoever runs this house: they can remove the second factor at the machine.
