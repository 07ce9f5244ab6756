errors-title = Fehlercodes
errors-about = Die API beantwortet eine Ablehnung als { $problem } (RFC 9457): Ihr { $code } ist einer von diesen und ändert nie seine Bedeutung, { $detail } sagt mehr, wo mehr bekannt ist, { $fields } nennt, was an einer Eingabe nicht stimmt, und { $request } hilft, wenn Sie jemanden fragen.
errors-table = Alle Fehlercodes
errors-code = Code
errors-status = Status
errors-meaning = Was er bedeutet und was zu tun ist
