### Public
# What the chain itself answers; the keys are the codes.

code-http-invalid-input = Something in your input needs another look.
code-http-unreadable-body = The request's body could not be read. Send a form or JSON as documented.
code-http-bad-parameter = A parameter in the address is not of the expected form.
code-http-sign-in-required = Sign in to continue.
code-http-bad-token = The access token is not valid. Get a new one.
code-http-forbidden = Your account may not do this. Ask whoever manages this organization for the permission.
code-http-cross-site = This request came from another website and was refused. Open the page here and try again.
code-http-not-found = There is nothing at this address.
code-http-method-not-allowed = This address does not answer that method.
code-http-conflict = This was changed meanwhile. Load it again and repeat your change.
code-http-idempotency-in-progress = The same request is still being worked on. Ask again in a moment.
code-http-idempotency-key-reused = This idempotency key was used for a different request. Use a new key for a new request.
code-http-idempotency-key-invalid = An idempotency key has 8 to 200 visible ASCII characters.
code-http-too-large = This is larger than the server accepts.
code-http-rate-limited = Too many requests in a short time. Wait a moment, then try again.
code-http-internal = Something went wrong on our side. Nothing was changed. Try again, and give the request number if you ask for help.
code-http-unavailable = The service is not available at the moment. Nothing was changed. Try again shortly.
code-http-timeout = This took too long and was stopped. Try again shortly.

# The rules of inputs, as a clause: the page makes a sentence of it.
input-needed = this is needed
input-once = give it once
input-whole-number = enter a whole number
input-object = send an object: { $example }
input-shape = The parameter “{ $field }” in the address is not of the expected form: { $why }.
input-nul = The address has a parameter that holds a NUL character (%00).
input-send-json = Send JSON, with content type application/json.
input-not-json = The body is not JSON: { $why }.

wait-seconds =
    { $seconds ->
        [one] Too many requests in a short time. Try again in a second.
       *[other] Too many requests in a short time. Try again in { $seconds } seconds.
    }
wait-minutes =
    { $minutes ->
        [one] Too many requests in a short time. Try again in a minute.
       *[other] Too many requests in a short time. Try again in { $minutes } minutes.
    }

fault-request = Request { $id }
code-http-not-for-programs = System tokens open the API that is documented for them, and nothing else. Sign in as a person for this.
code-http-precondition-failed = This was changed meanwhile: it is not the version that If-Match names. Load it again and repeat your change.
code-http-precondition-required = Say which version you saw, so that nothing is overwritten: send its ETag as If-Match.
code-http-second-factor-required = This needs a second factor. Set one up on your account page, or sign in with it.
code-http-address-not-allowed = The platform is not run from this network. Ask again from one of those it is run from.
code-http-not-while-acting = You act for somebody else. This is left to their own hands.
