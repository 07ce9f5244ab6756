listing-title = الفعاليات
listing-description = كل الفعاليات القادمة، بالسعر الذي تدفعه.
listing-nothing-title = لا شيء معروض للبيع بعد
listing-nothing-text = تظهر الفعاليات هنا فور نشرها. عُد قريبًا.
listing-see-all = عرض الكل
listing-towns = المدن
listing-almost-gone = أوشكت على النفاد
listing-this-weekend = نهاية هذا الأسبوع
listing-just-announced = أُعلن عنها حديثًا
listing-coming-up = قريبًا
listing-count =
    { $count ->
        [zero] لا فعاليات
        [one] فعالية واحدة
        [two] فعاليتان
        [few] { $n } فعاليات
        [many] { $n } فعالية
       *[other] { $n } فعالية
    }
listing-tickets =
    { $count ->
        [zero] لا تذاكر
        [one] تذكرة واحدة
        [two] تذكرتان
        [few] { $count } تذاكر
        [many] { $count } تذكرة
       *[other] { $count } تذكرة
    }
listing-price-from = من { $price }
listing-price-free-to = من مجاني إلى { $price }
listing-back-to-first = العودة إلى أولى الفعاليات
listing-filter-wrong-title = تعذّرت قراءة أحد عوامل التصفية
listing-filter-wrong-text = السبب مذكور بجانبه. صحّحه أو أزِل جميع عوامل التصفية.
listing-show-everything = عرض كل شيء
listing-events = الفعاليات
listing-near = لا توجد نتائج لـ «{ $text }» كما كُتبت. { $count } بكلمات مشابهة:
listing-any = لا شيء يطابق كل كلمات «{ $text }». { $count } ببعض الكلمات:
listing-end-title = هذا كل شيء
listing-end-text = لا توجد فعاليات أخرى بعد هذه.
listing-show-first = عرض أولى الفعاليات
listing-no-match-title = لا توجد نتائج
listing-no-match-text = جرّب كلمات أقل أو أيامًا أخرى، أو أزِل أحد عوامل التصفية.
listing-new-dates = سيُعلن عن مواعيد جديدة
listing-badge-cancelled = أُلغيت
listing-badge-postponed = أُجّلت
listing-badge-past = انتهت
listing-badge-in-carts = كلها محجوزة مؤقتًا
listing-badge-few = بقي القليل
listing-badge-not-yet = لم يبدأ البيع بعد
listing-badge-sale-from = البيع { $when }
listing-badge-ended = انتهى البيع
finder-list = قائمة
finder-calendar = تقويم
finder-views = طريقة العرض
finder-free = مجاني
finder-available = التذاكر متاحة
finder-quick = الموعد والسعر
finder-words = «{ $text }»
finder-from = من { $what }
finder-until = حتى { $day }
finder-up-to = حتى { $price }
finder-in-currency = بعملة { $currency }
finder-chosen = المختار
finder-more = مزيد من عوامل التصفية
finder-town = المدينة
finder-everywhere = في كل مكان
finder-day-from = من
finder-day-until = إلى
finder-price-from = السعر من
finder-price-to = السعر حتى
finder-prices-in = الأسعار بعملة
finder-sorted = الترتيب حسب
finder-show = عرض
finder-search-label = ابحث في الفعاليات
finder-search-placeholder = العنوان، المكان، الفنان
finder-search = بحث
finder-categories = الفئات
finder-today = اليوم
finder-tomorrow = غدًا
finder-weekend = نهاية هذا الأسبوع
finder-week = الأيام السبعة القادمة
finder-month = الأيام الثلاثون القادمة
finder-by-fit = الأكثر صلة
finder-by-date = التاريخ
finder-by-price = أقل سعر
finder-by-new = الأحدث
finder-wrong-long = ابحث بما لا يزيد على { $most } حرف.
finder-wrong-currency = أدخل الأحرف الثلاثة للعملة، مثل EUR.
finder-wrong-days = أدخل يومًا لا يسبق اليوم الأول.
finder-wrong-prices = أدخل سعرًا لا يقل عن السعر الأدنى.
finder-wrong-choice = اختر واحدًا مما يلي: { $known }.
finder-wrong-name = لا يوجد هنا اسم أطول من { $most } حرفًا.
finder-wrong-day = أدخل اليوم بصيغة السنة والشهر واليوم: ⁦2027-⁠03-⁠14⁩.
finder-wrong-switch = أدخل 1 أو اتركه.
finder-wrong-amount = أدخل مبلغًا بعملة { $currency }، مثل { $example }.
listing-wrong-month = أدخل السنة والشهر: 2027-03.
listing-wrong-after = «after» ليس موضعًا في هذه القائمة. ابدأ من جديد من الصفحة الأولى.
calendar-empty-title = لا شيء في هذا الشهر
calendar-empty-text = اطّلع على الشهر التالي، أو أزِل أحد عوامل التصفية.
calendar-title = الفعاليات في { $month }
calendar-months = الأشهر
calendar-caption = الفعاليات في { $month } حسب الأيام
calendar-day = { $weekday } { $day }
calendar-day-list = ، قائمة
calendar-more =
    { $count ->
        [zero] لا مزيد
        [one] فعالية أخرى
        [two] فعاليتان أخريان
        [few] { $count } أخرى
        [many] { $count } أخرى
       *[other] { $count } أخرى
    }
