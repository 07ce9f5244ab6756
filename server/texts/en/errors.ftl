# /docs/errors. $problem, $code, $detail, $fields, $request: names as programs read them.

errors-title = Error codes
errors-about = The API answers a refusal as { $problem } (RFC 9457): its { $code } is one of these and never changes its meaning, { $detail } says more where more is known, { $fields } names what is wrong with an input, and { $request } helps whoever you ask.
errors-table = Every error code
errors-code = Code
errors-status = Status
errors-meaning = What it means and what to do
