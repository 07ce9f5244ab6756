refund-title-which = أي تذاكر تريد إعادتها؟
refund-title-sure = هل تريد إعادة التذاكر؟
refund-promised = ما تم الوعد به
refund-back = يُردّ { $amount }
refund-continue = متابعة
refund-keep-all = الاحتفاظ بجميع التذاكر
refund-until = حتى { $when }: { $part }.
refund-until-free = يمكنك إعادتها حتى { $when }.
refund-give = إعادة
refund-give-for = إعادة مقابل { $sum }
refund-ask = طلب الاسترداد
refund-ask-free = طلب الإعادة
refund-goes-back = يُردّ إليك { $sum }.
refund-stops =
    { $count ->
        [one] تتوقف هذه التذكرة عن العمل فورًا. لا يمكن التراجع عن ذلك.
       *[other] تتوقف هذه التذاكر عن العمل فورًا. لا يمكن التراجع عن ذلك.
    }
refund-banks = يُردّ المبلغ بطريقة الدفع نفسها. قد تستغرق البنوك حتى عشرة أيام لإظهاره.
refund-decides = يقرّر { $organizer } ويُراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
refund-keep = الاحتفاظ بالتذاكر
refund-give-tickets = إعادة تذاكر
refund-ask-short = طلب استرداد
refund-yours = المبالغ المردودة إليك
refund-day = اليوم
refund-state = الحالة
refund-amount = المبلغ
refund-state-delayed = متأخر؛ المنظّم يتابع الأمر
refund-state-asked = مطلوب
refund-state-declined = مرفوض
refund-state-sent = أُرسل
refund-state-on-its-way = في الطريق
refund-given = أُعيدت التذاكر ولم تعد صالحة للدخول. وإن كان هناك مبلغ يُردّ فهو في الطريق.
refund-asked = طلبك لدى المنظّم، وهو يقرّر ويراسلك. وحتى ذلك الحين تبقى تذاكرك صالحة.
policy-cancelled = إذا أُلغيت الفعالية يُردّ إليك كل شيء، بما في ذلك الرسوم.
policy-title = الاسترداد
policy-title-free = إعادة التذاكر
policy-passed = انقضت هذه المواعيد، ولم يعد بالإمكان إعادة التذاكر.
policy-begun = بدأت هذه الفعالية، ولم يعد بالإمكان إعادة التذاكر.
policy-over = انتهت هذه الفعالية، ولم يعد بالإمكان إعادة التذاكر.
policy-called-off = أُلغيت هذه الفعالية: يُردّ ما دُفع كاملًا، بما في ذلك الرسوم.
policy-free-until-start = حتى البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
policy-free-until-hours =
    { $count ->
        [zero] حتى البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [one] حتى ساعة قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [two] حتى ساعتين قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [few] حتى { $count } ساعات قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [many] حتى { $count } ساعة قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
       *[other] حتى { $count } ساعة قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
    }
policy-free-until-days =
    { $count ->
        [zero] حتى البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [one] حتى يوم قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [two] حتى يومين قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [few] حتى { $count } أيام قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
        [many] حتى { $count } يومًا قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
       *[other] حتى { $count } يوم قبل البدء يمكنك إعادة التذاكر ليتمكن شخص آخر من الحضور.
    }
policy-none = لا استرداد.
policy-after-start = بعد البدء: لا شيء.
policy-after-that = بعد ذلك: لا شيء.
policy-self = تعيد التذاكر بنفسك في صفحة طلبك.
policy-ask = قدّم الطلب في صفحة طلبك، ثم يقرّر المنظّم.
policy-until-start = حتى البدء: { $part }.
policy-until-hours =
    { $count ->
        [zero] حتى البدء: { $part }.
        [one] حتى ساعة قبل البدء: { $part }.
        [two] حتى ساعتين قبل البدء: { $part }.
        [few] حتى { $count } ساعات قبل البدء: { $part }.
        [many] حتى { $count } ساعة قبل البدء: { $part }.
       *[other] حتى { $count } ساعة قبل البدء: { $part }.
    }
policy-until-days =
    { $count ->
        [zero] حتى البدء: { $part }.
        [one] حتى يوم قبل البدء: { $part }.
        [two] حتى يومين قبل البدء: { $part }.
        [few] حتى { $count } أيام قبل البدء: { $part }.
        [many] حتى { $count } يومًا قبل البدء: { $part }.
       *[other] حتى { $count } يوم قبل البدء: { $part }.
    }
policy-part-nothing = لا شيء
policy-part-all = يُردّ كل شيء، بما في ذلك الرسوم
policy-part-price = يُردّ السعر كاملًا دون الرسوم
policy-part-percent = يُردّ { $percent } % بما في ذلك الرسوم
policy-part-percent-price = يُردّ { $percent } % من السعر دون الرسوم
