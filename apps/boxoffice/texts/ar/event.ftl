event-description-none = لا يوجد وصف بعد.
event-about = عن الفعالية
event-organized-by = تنظيم { $organizer }.
event-tickets = التذاكر
event-presents = { $presenter } يقدّم
event-code-opens = الرمز { $code } يتيح التذاكر أدناه.
event-code-counts = الرمز { $code }: { $terms }. يُخصم عند الدفع.
event-have-code = هل لديك رمز؟
event-code = الرمز
event-use-code = استخدام الرمز
event-notice-posted = { $text }{ $stop } نُشر: { $when }.
event-programme = البرنامج
event-programme-whole =
    { $count ->
        [zero] البرنامج الكامل
        [one] البرنامج الكامل: فقرة واحدة
        [two] البرنامج الكامل: فقرتان
        [few] البرنامج الكامل: { $count } فقرات
        [many] البرنامج الكامل: { $count } فقرة
       *[other] البرنامج الكامل: { $count } فقرة
    }
event-plans-of = مخططات { $venue }
event-plan-pdf = PDF، { $size }
event-accessibility = إمكانية الوصول
event-similar = فعاليات مشابهة
event-when = الموعد
event-doors = فتح الأبواب
event-where = المكان
event-plans = المخططات
event-age = العمر
event-date-open = لم يُحدَّد الموعد بعد
event-date-postponed = لم يُحدَّد موعد جديد بعد. كان مقررًا: { $when }.
event-until = { $start }، حتى { $end }
event-moved = تغيّر الموعد: كان مقررًا { $when }.
event-to-calendar = إضافة إلى التقويم
event-new-date-open = سيُعلن عن موعد جديد
event-date-to-come = سيُعلن عن الموعد
event-map = عرض على الخريطة
event-map-app = فتح في تطبيق خرائط
event-draft = مسودة: لا يراها إلا أنت وفريقك. لا يمكن شراء شيء بعد.
event-back = العودة إلى الفعالية
event-private = خاصة: لا يراها إلا أنت وفريقك.
event-get-tickets = احصل على التذاكر
event-held-free = محجوزة لك مدة 15 دقيقة أثناء إدخال بياناتك.
event-held-pay = محجوزة لك مدة 15 دقيقة أثناء الدفع.
event-not-yet = لم يبدأ البيع بعد
event-ended = انتهى البيع
event-in-carts = كلها محجوزة مؤقتًا الآن. عُد بعد بضع دقائق، فقد يتاح بعضها.
event-cancelled-long = أُلغيت هذه الفعالية، ولم تعد تُباع تذاكر. إذا كانت لديك تذاكر فسيتواصل معك { $organizer }.
event-postponed-long = أُجّلت هذه الفعالية. تُباع التذاكر مجددًا عند تحديد الموعد الجديد.
event-over = انتهت هذه الفعالية.
event-begun = بدأت هذه الفعالية. لم تعد التذاكر تُباع هنا.
event-nothing-sold = لا تُباع هنا تذاكر لهذه الفعالية بعد.
event-amount-any = أي مبلغ تشاء؛ ولا بأس بـ 0.
event-amount-any-on-top = أي مبلغ تشاء؛ ولا بأس بـ 0. تُضاف الرسوم والضرائب.
event-amount-least = { $least } أو أكثر.
event-amount-least-on-top = { $least } أو أكثر. تُضاف الرسوم والضرائب.
event-at-least = { $n } على الأقل في الطلب الواحد.
event-sale-from = تُباع ابتداءً من { $when }
event-changed = تغيّرت تذاكر هذه الفعالية.
event-changed-show = عرضها كما هي الآن
event-tickets-back = توجد تذاكر متاحة.
programme-of = برنامج { $event }
programme-page = البرنامج · { $event }
programme-description =
    { $count ->
        [zero] { $event } · { $when }
        [one] فقرة واحدة: { $event } · { $when }
        [two] فقرتان: { $event } · { $when }
        [few] { $count } فقرات: { $event } · { $when }
        [many] { $count } فقرة: { $event } · { $when }
       *[other] { $count } فقرة: { $event } · { $when }
    }
programme-part =
    { $count ->
        [zero] لا فقرات من أصل { $all }.
        [one] فقرة واحدة من أصل { $all }.
        [two] فقرتان من أصل { $all }.
        [few] { $count } فقرات من أصل { $all }.
        [many] { $count } فقرة من أصل { $all }.
       *[other] { $count } فقرة من أصل { $all }.
    }
programme-nothing-title = لا شيء مطابق
programme-nothing-text = لا توجد فقرة تجمع هذا اليوم والمسار والقاعة معًا.
programme-to-come = يُعلن لاحقًا
programme-with = مع
programme-track = المسار
programme-day = اليوم
programme-room = القاعة
programme-all = الكل
programme-jumps = الأيام والقاعات
programme-elsewhere = في مكان آخر
programme-times-to-come = تُعلن الأوقات لاحقًا
similar-date = موعد آخر
similar-kind-place = أيضًا { $kind }، في المكان نفسه
similar-kind-week = أيضًا { $kind }، في الأسبوع نفسه
similar-place = المكان نفسه
similar-kind = أيضًا { $kind }
similar-organizer = المنظّم نفسه
similar-kind-name =
    { $slug ->
        [music] موسيقى
        [theatre] مسرح
        [dance] رقص
        [film] سينما
        [comedy] كوميديا
        [family] للعائلات
        [talk] محاضرات
        [art] فنون
        [sport] رياضة
       *[other] { $slug }
    }
event-kind =
    { $slug ->
        [music] موسيقى
        [theatre] مسرح
        [dance] رقص
        [film] سينما
        [comedy] كوميديا
        [family] للعائلة
        [talk] محاضرة
        [art] فنون
        [sport] رياضة
       *[other] { $slug }
    }
