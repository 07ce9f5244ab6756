code-http-invalid-input = هناك ما يحتاج إلى مراجعة فيما أدخلته.
code-http-unreadable-body = تعذّرت قراءة محتوى الطلب. أرسل نموذجًا أو JSON كما هو موثّق.
code-http-bad-parameter = في العنوان معامل ليس بالصيغة المتوقعة.
code-http-sign-in-required = سجّل الدخول للمتابعة.
code-http-bad-token = رمز الوصول غير صالح. احصل على رمز جديد.
code-http-forbidden = لا يحق لحسابك القيام بذلك. اطلب الإذن ممن يدير هذه المؤسسة.
code-http-cross-site = جاء هذا الطلب من موقع آخر فرُفض. افتح الصفحة هنا وحاول مرة أخرى.
code-http-not-found = لا يوجد شيء في هذا العنوان.
code-http-method-not-allowed = لا يستجيب هذا العنوان لهذه الطريقة.
code-http-conflict = تغيّر هذا في هذه الأثناء. حمّله من جديد وكرّر تعديلك.
code-http-idempotency-in-progress = ما زال الطلب نفسه قيد التنفيذ. اسأل مرة أخرى بعد لحظات.
code-http-idempotency-key-reused = استُخدم مفتاح التكرار هذا لطلب آخر. استخدم مفتاحًا جديدًا للطلب الجديد.
code-http-idempotency-key-invalid = يتكوّن مفتاح التكرار من 8 إلى 200 حرف مرئي من ASCII.
code-http-too-large = هذا أكبر مما يقبله الخادم.
code-http-rate-limited = طلبات كثيرة في وقت قصير. انتظر لحظة ثم حاول مرة أخرى.
code-http-internal = حدث خطأ من جانبنا ولم يتغيّر شيء. حاول مرة أخرى، واذكر الرقم المرجعي إذا طلبت المساعدة.
code-http-unavailable = الخدمة غير متاحة حاليًا، ولم يتغيّر شيء. حاول مرة أخرى بعد قليل.
code-http-timeout = استغرق هذا وقتًا طويلًا فأُوقف. حاول مرة أخرى بعد قليل.

input-needed = هذا الحقل مطلوب
input-once = أدخل هذا مرة واحدة فقط
input-whole-number = أدخل عددًا صحيحًا
input-object = أرسل كائنًا: { $example }
input-shape = المعامل «{ $field }» في العنوان ليس بالصيغة المتوقعة: { $why }.
input-nul = في العنوان معامل يحتوي على المحرف NUL (%00).
input-send-json = أرسل JSON بنوع المحتوى application/json.
input-not-json = المحتوى ليس JSON: { $why }.

wait-seconds =
    { $seconds ->
        [one] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد ثانية.
        [two] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد ثانيتين.
        [few] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد { $seconds } ثوانٍ.
       *[other] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد { $seconds } ثانية.
    }
wait-minutes =
    { $minutes ->
        [one] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد دقيقة.
        [two] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد دقيقتين.
        [few] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد { $minutes } دقائق.
       *[other] طلبات كثيرة في وقت قصير. حاول مرة أخرى بعد { $minutes } دقيقة.
    }

fault-request = المرجع { $id }
code-http-not-for-programs = رموز النظام تفتح الواجهة الموثّقة لها ولا شيء سواها. سجّل الدخول بصفتك شخصًا للقيام بهذا.
code-http-precondition-failed = تغيّر هذا في هذه الأثناء: ليست النسخة التي يذكرها If-Match. حمّله من جديد وأعد تعديلك.
code-http-precondition-required = اذكر النسخة التي رأيتها حتى لا يُستبدل شيء: أرسل ETag الخاص بها في If-Match.
code-http-second-factor-required = يتطلب هذا عاملًا ثانيًا. أعدّه في صفحة حسابك، أو سجّل الدخول به.
code-http-address-not-allowed = لا تُدار المنصة من هذه الشبكة. حاول من إحدى الشبكات المسموح بها.
code-http-not-while-acting = أنت تتصرف نيابة عن شخص آخر. هذا متروك له وحده.
