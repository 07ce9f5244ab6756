mail-subject-tickets = تذاكرك لفعالية { $event }
mail-subject-unpaid = طلبك لفعالية { $event }: لم يُخصم أي مبلغ
mail-subject-test = اختبار: { $subject }
mail-hello = مرحبًا { $name }،
mail-attached = تذاكرك لفعالية { $event } مرفقة. تحمل كل تذكرة رمز QR ورمز تذكرة؛ وهي تتيح دخول شخص واحد مرة واحدة. أبرزها ورقيًا أو على هاتفك.
mail-codes = رقم الطلب: { $number }
mail-lookup = رمز الطلب: { $code }
mail-total = المجموع: { $total }
mail-elsewhere = إذا أردت عرض طلبك على جهاز آخر: يُفتح على { $address } بعنوان البريد هذا ورمز الطلب.
mail-receipt = تجد إيصالًا للطباعة في صفحة طلبك.
mail-title-tickets = تذاكرك
mail-your-order = طلبك
mail-link = { $label }: { $address }
mail-not-completed = تعذّر إتمام طلبك لفعالية { $event }.
mail-see-left = عرض المتبقي
mail-complimentary = دعوة مجانية
mail-free = مجاني
mail-test-paid = { $money }، سُوّي بدفعة اختبارية
mail-paid = { $money }، { $contained }
mail-discount = خصم بالرمز { $code }: { $amount }
mail-when = { $when } ({ $zone })
mail-subject-request = طلب الاسترداد لفعالية { $event }
mail-subject-cancelled = أُلغيت: { $event }
mail-subject-refund = استرداد لفعالية { $event }
mail-requested =
    { $count ->
        [zero] طلبت إعادة تذاكر. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [one] طلبت إعادة تذكرة واحدة. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [two] طلبت إعادة تذكرتين. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [few] طلبت إعادة { $count } تذاكر. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [many] طلبت إعادة { $count } تذكرة. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
       *[other] طلبت إعادة { $count } تذكرة. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
    }
mail-requested-for =
    { $count ->
        [zero] طلبت إعادة تذاكر مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [one] طلبت إعادة تذكرة واحدة مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [two] طلبت إعادة تذكرتين مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [few] طلبت إعادة { $count } تذاكر مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
        [many] طلبت إعادة { $count } تذكرة مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
       *[other] طلبت إعادة { $count } تذكرة مقابل { $amount }. يقرّر { $organizer } وسنراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
    }
mail-declined = رفض { $organizer } طلبك. تبقى تذاكرك صالحة.
mail-declined-for = رفض { $organizer } طلبك بقيمة { $amount }. تبقى تذاكرك صالحة.
mail-reason = السبب: { $reason }
mail-event-cancelled = أُلغيت فعالية { $event }.
mail-money-back = { $amount } في طريق العودة إليك بطريقة الدفع نفسها. قد تستغرق البنوك حتى عشرة أيام لإظهار المبلغ.
mail-all-dead = لم تعد تذاكر هذا الطلب صالحة للدخول.
mail-some-dead =
    { $count ->
        [zero] لم تعد التذاكر المردودة صالحة للدخول.
        [one] لم تعد التذكرة المردودة صالحة للدخول.
        [two] لم تعد التذكرتان المردودتان صالحتين للدخول.
        [few] لم تعد التذاكر المردودة وعددها { $count } صالحة للدخول.
        [many] لم تعد التذاكر المردودة وعددها { $count } صالحة للدخول.
       *[other] لم تعد التذاكر المردودة وعددها { $count } صالحة للدخول.
    }
mail-title-refund = استرداد المبلغ
message-date-open = موعد لم يُحدَّد بعد
message-place-open = مكان لم يُحدَّد بعد
message-why = يراسلك { $organizer } لأن لديك تذاكر لفعالية { $event }. رقم الطلب: { $number }.
