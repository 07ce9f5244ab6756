# Refusals; the keys are the codes.

code-organizations-role-not-yours = You may not grant or take this role here: it allows more than you hold yourself.
code-organizations-last-owner = An organization keeps at least one owner. Name another one first.
code-organizations-role-held = They hold this role here already.
code-organizations-needs-approval = Founding an organization needs an approval here. Apply for it first.
code-organizations-no-application-needed = No application is needed: everybody who signed in may found an organization here.
code-organizations-application-waiting = Your application is waiting for a decision already.
code-organizations-application-closed = This application was withdrawn or decided meanwhile.
code-organizations-invitation-closed = This invitation was accepted or withdrawn meanwhile.
