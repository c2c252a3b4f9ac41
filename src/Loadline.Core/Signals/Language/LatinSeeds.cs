namespace Loadline.Core.Signals.Language;

/// <summary>What the Latin-script languages look like: everyday words, commonest first, written for this project.</summary>
/// <remarks>The words serve twice: as whole words, and as the source of each language's letter triples.</remarks>
internal static class LatinSeeds
{
    public static readonly LanguageSeed[] All =
    [
        new("en", """
            the of and to in is that for it was on are with as be this have from not you at by which or but they his her she he we
            an were been has had will would can could should may might must there their them what when where who how why all one two more
            some any other than then only also into out up down over after before about between through during because while if so no do
            does did done make made take get give go going know think see want need use used using like new first last good great many much
            very just now here well such even most these those your our my me him its time people year years work world way day life part
            please write explain find help show tell between example question answer list following summary code being having looking things
            something government information nation between within without against under said says still back little house children school
            never nothing always often again today tomorrow yesterday house home children child woman man mother father friend hand eyes
            head heart water street school teacher doctor road morning evening night week month began became doing knows thought saw came
            went took gave told wanted asked called found later early second third next week since whether although though however
            therefore including around several each both few own old high small different large important early public able best better
            state states company system group number part problem place case point fact right left money business issue side kind head
            service power money study book word words english american british university development education research according
            possible available known based usually certain
            hello hi thanks thank sorry yes okay let let's lets i'm i've i'd you're it's that's don't doesn't didn't isn't can't won't
            ever somebody anyone anything everything something else quickly slowly difference describe compare translate summarize create
            build change add remove set turn check read call send email message open close start stop run play watch listen buy pay cost
            price cheap expensive money bank account card credit report order book flight travel trip weather food eat cook recipe drink
            car drive fuel phone number song music movie game team sport health doctor medicine disease random fact joke funny story poem
            letter essay sentence paragraph title name age born died history war science math physics chemistry biology animal plant tree
            sun moon light heat energy speed distance weight length area volume find calculate determine given suppose consider following
            statement statements correct incorrect true false which choose select both neither total per each hour hours minute minutes
            second seconds day days week weeks months half twice times percent amount increase decrease code function program class method
            string array error bug fix test file line data table input output value values return user users friend family wife husband
            son daughter brother sister baby kid kids girl boy dog cat bird fish horse red blue green black white north south east west
            left turn street road bridge river lake sea mountain church market store shop office building room door window never usually
            sometimes really actually probably maybe perhaps almost enough too quite rather instead though unless whose whom got gets
            getting gives giving goes makes made takes taking comes coming needs needed wants keeps keep kept left leave tells told
            """),
        new("es", """
            de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ya este sí porque esta entre
            cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos
            e esto mí antes algunos qué unos yo otro otras otra él tanto esa estos mucho quienes nada muchos cual poco ella estar estas
            algunas algo nosotros mi mis tú te ti tu tus ellas ser son fue era eran está están ha han había tiene tienen hacer puede pueden
            años año día vida mundo gobierno país parte tiempo caso cosas así bien dijo cada vez hombre mujer después ahora siempre menos
            información nación situación acción gracias escribe explica cómo cuál ejemplo pregunta favor mejor trabajo ciudad mismo primera
            nunca nadie aquí allí hoy mañana ayer semana mes noche casa niños niño madre padre amigo mano ojos cabeza corazón agua tierra
            calle escuela profesor médico camino hecho dicho visto llegó hizo dijo dio quiere quiero queremos debe deben según mediante
            aunque mientras incluso además embargo través española español españa méxico madrid desarrollo educación presidente ley
            problema sistema programa historia grupo empresa mercado social política económico ciudadanos proyecto personas gente nuestro
            nuestra nuevo nueva grande mayor menor primero segundo último propia propio conocer realizar utilizar ofrece encuentra permite
            posible necesario importante diferentes
            """),
        new("fr", """
            de la le et les des en un une du que est pour qui dans a par plus pas au sur ne se ce il sont avec son sa ses mais comme ou si
            leur aux être nous vous ils elle on cette ces été même tout fait aussi bien peut sans entre après deux ont avait était très
            dont où depuis encore faire leurs quand alors avant contre sous moins notre votre mon ma mes je tu toi lui eux rien toujours
            c'est d'un d'une qu'il n'est l'on j'ai s'est qu'un pendant chez tous toutes autres autre ainsi donc car jamais beaucoup trop
            année années jour temps vie monde pays gouvernement travail homme femme enfants question réponse écrire expliquez pourquoi
            comment quel quelle exemple merci développement première nouveau nouvelle grand petite française peuvent doit faut ville
            rien souvent aujourd'hui demain hier semaine mois nuit maison enfant mère père ami main yeux tête cœur eau terre rue école
            professeur médecin chemin dit vu venu allé pris donné veut veux selon malgré bien que cependant toutefois travers développer
            éducation président loi problème système programme histoire groupe entreprise marché social politique économique projet
            personnes gens nos vos plusieurs quelques chaque premier dernier propre connaître réaliser utiliser offre trouve permet
            possible nécessaire important différents lorsque puisque ainsi parce celui celle ceux celles ci là ici voici voilà afin vers
            près lors paris français
            """),
        new("de", """
            der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird
            bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn ich
            kann können diese dieser dieses ihr ihre ihren seine seiner uns wir unter gegen vom schon sehr hier alle wieder muss müssen soll
            zwischen immer keine kein viel viele mir mich dich dir du was wer warum weil damit dann doch etwas jetzt heute jahr jahre jahren
            zeit leben welt menschen arbeit land stadt frage antwort beispiel bitte schreibe erkläre gibt machen gemacht geht neue neuen
            ersten großen möchte würde hatte hatten waren worden beim ohne während regierung möglichkeit entwicklung deutschland
            niemals nichts oft heute morgen gestern woche monat nacht haus kinder kind frau mann mutter vater freund hand augen kopf herz
            wasser erde straße schule lehrer arzt weg gesagt gesehen gekommen gegangen genommen gegeben will wollen laut obwohl trotzdem
            außerdem jedoch allerdings dadurch bildung präsident gesetz problem system programm geschichte gruppe unternehmen markt
            gesellschaft politik wirtschaft projekt personen leute unser unsere größer erste zweite letzte eigene kennen verwenden bietet
            befindet ermöglicht möglich notwendig wichtig verschiedene einige jeder jede jedes dessen deren selbst sowie bereits etwa rund
            dabei dazu daran darauf darüber
            """),
        new("pt", """
            de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando
            muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão
            você tinha foram essa num nem suas meu às minha têm numa pelos elas havia seja qual será nós tenho lhe deles essas esses pelas
            este fosse dele tu te vocês vos lhes meus minhas teu tua nosso nossa isto aquilo estou estava fazer pode podem são ainda sobre
            anos ano dia vida mundo governo país parte tempo coisa trabalho pessoas então assim onde porque agora sempre bem cada outro
            informação situação ação educação não obrigado escreva explique exemplo pergunta resposta melhor cidade primeira brasil disse
            nunca nada ninguém aqui ali hoje amanhã ontem semana mês noite casa crianças criança mãe pai amigo mão olhos cabeça coração
            água terra rua escola professor médico caminho feito dito visto chegou fez deu quer quero deve devem segundo embora enquanto
            além entanto através português portuguesa portugal desenvolvimento presidente lei problema sistema programa história grupo
            empresa mercado social política econômico projeto gente novo nova grande maior menor primeiro último própria próprio conhecer
            realizar utilizar oferece encontra permite possível necessário importante diferentes alguns algumas qualquer outros outras
            todos todas apenas durante desde contra
            """),
        new("it", """
            di e il la che in a per un è del non con una le si da i dei nel al sono della alla più come ha ma anche gli lo se delle o dal
            suo sua questo questa ci loro dalla nella essere stato era hanno perché quando tutti molto dopo due ancora anni cosa così fatto
            solo tra prima mi ho ai senza sia dove quello quella stati sulla sul degli alle nelle dalle qui fare può possono deve quindi
            però chi cui noi voi lui lei io tu mio mia nostro loro ogni altri altro altra sempre mentre già poi ora contro durante fino
            anno giorno tempo vita mondo paese governo parte uomo donna casa lavoro città domanda risposta esempio grazie scrivi spiega
            dell'anno all'interno un'altra l'altro c'è nell'ultimo quest'anno informazione situazione italiano italiana stata nuovo grande
            mai niente sempre spesso oggi domani ieri settimana mese notte bambini bambino madre padre amico mano occhi testa cuore acqua
            terra strada scuola insegnante medico detto visto fatto venuto andato preso dato vuole voglio secondo nonostante anche se
            inoltre tuttavia attraverso sviluppo educazione presidente legge problema sistema programma storia gruppo azienda mercato
            sociale politica economico progetto persone gente nuova grande maggiore minore primo ultimo proprio conoscere realizzare
            utilizzare offre trova permette possibile necessario importante diversi qualche alcuni alcune ciò essi esso egli presso verso
            circa quale quali quanto roma milano della dello negli
            """),
        new("nl", """
            de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit door over naar hij ze wij je ik
            heeft hebben was worden wordt werd werden tot nog wel meer kan kunnen zou zouden moet moeten zal zullen geen deze dit hun haar
            zich wat wie waar wanneer hoe waarom omdat tussen tegen onder na al alle veel zo nu hier daar toch weer goed nieuwe eerste twee
            jaar jaren dag tijd leven wereld mensen werk land stad vraag antwoord voorbeeld schrijf leg graag alleen onze ons mijn jouw zijn
            iets niets altijd nooit verschillende mogelijk overheid gemaakt gaan gaat komen komt doen doet zien zegt maken staat eigen tijdens
            """),
        new("pl", """
            w i na się z do nie że to jest o jak a po co ale od za tak przez czy jego być był tym są już dla ten był było jej które
            który która tylko może oraz także przed przy pod bez jeszcze gdy kiedy gdzie więc bardzo będzie ich ma mnie mi go mu jestem
            można nawet lub czyli kto tego tej tych temu te ta to ci nas nam jako żeby aby roku lat czas dzień życie świat kraj ludzi
            człowiek praca miasto pytanie odpowiedź przykład proszę napisz wyjaśnij dlaczego ponieważ między podczas został została
            zostały mają mogą musi należy wszystko wszystkich każdy każdego bardziej więcej polski polska polskiej rząd nowy nowe
            nigdy nic zawsze często znowu dzisiaj jutro wczoraj tydzień miesiąc noc dom domu dzieci dziecko kobieta mężczyzna matka ojciec
            przyjaciel ręka oczy głowa serce woda ziemia ulica szkoła nauczyciel lekarz droga zrobić zrobił mówi powiedział chce chcę
            chciał wie wiem myślę przyszedł poszedł wziął dał według mimo chociaż jednak również ponadto zatem dzięki około wśród rozwój
            edukacja prezydent prawo problem system program historia grupa firma rynek społeczny polityka gospodarczy projekt osoby nasz
            nasza wielki większy mniejszy drugi ostatni własny właśnie możliwość konieczne ważne różne który-to znajduje jednym jedną
            jedna jeden dwie trzy pani pan warszawa krakowie działalności informacji zostanie wiele wielu innych inne swoje swoich swoją
            sobie siebie
            """),
        new("tr", """
            bir ve bu da de için ile olarak çok daha ne o var gibi olan en kadar sonra ki ya ise mi ben sen biz siz onlar her şey değil
            ama olduğu olduğunu önce şu yok diye iki ilk yeni büyük tarafından göre bunu ona onu bana sana kendi bütün hiç bile ancak
            veya hem çünkü nasıl neden niçin hangi kim nerede zaman gün yıl yıllar yılında hayat dünya ülke insan insanlar iş şehir
            olur oldu olacak olması oluyor ediyor edilen etmek etti yapılan yapmak yaptı yaptığı vardı vardır değildir içinde üzerinde
            arasında kadın erkek çocuk soru cevap örnek lütfen yaz açıkla hakkında türkiye devlet başka böyle şöyle artık sadece gelen geldi
            asla hiçbir şimdi bugün yarın dün her zaman bazen sık sık yine burada orada nereden kaç birkaç biraz daha iyi kötü basit
            önemli güzel ev evde çocuklar anne baba arkadaş el göz baş kalp su toprak sokak okul öğretmen doktor yol sabah akşam gece
            hafta ay başladı biliyor düşünüyorum gördü geldi gitti aldı verdi söyledi dedi istiyor istiyorum yapabilir olabilir edebilir
            gerekir gerekiyor gerek devletin türk türkiye'de türkiye'nin istanbul ankara gelişme eğitim hükümet ilişkiler araştırma karar
            sonuç sonucu sistem sistemi imkan kullanım çalışıyor çalışma bulunan bulunmaktadır edilmiştir olmuştur yapılmıştır etmektedir
            olmaktadır tanınmış ayrıca dolayı birlikte karşı yaklaşık göre sayesinde elbette belki gerçekten örneğin ilgili uygun
            düzenleyebilir kabul kanun kanunun maddesi hakkı başkanı başkan genel müdürü milli yönelik açısından konusunda nedeniyle
            olanlar olanların insanların ülkenin şehrin yılının sonunda başında içerisinde diğer bazı tüm aynı şekilde üzere kadarı
            bulunuyor sahip edildi edilecek yapılacak olsa olursa ister eğer sanki
            """),
        new("vi", """
            và của là có không được trong cho một các người với những này đã để từ đó khi về cũng như ra nhiều vào thì tôi phải bạn ở
            lại đến theo sẽ trên bị hay nhưng anh chị em ông bà họ nó chúng ta mình ai gì nào đâu sao thế rất hơn nhất chỉ còn
            đang rồi nếu vì nên do bởi mà sau trước giữa năm ngày tháng thời gian việc làm nước nhà thành phố đời sống thế giới công
            câu hỏi trả lời ví dụ hãy viết giải thích tại biết muốn cần thể hai ba đầu mới lớn tốt điều con cách đây kia qua
            """),
        new("id", """
            yang dan di dengan untuk dari ini dalam tidak itu pada adalah akan ke juga oleh saya kami kita mereka dia anda kamu sebagai
            karena ada bisa dapat telah sudah belum lebih atau tersebut menjadi tahun hari orang bahwa satu dua oleh seperti hanya saat
            setelah sebelum antara lain namun tetapi jika maka secara masih banyak para sangat bagi hingga ketika kalau apa siapa mana
            bagaimana mengapa kapan harus ingin perlu baru besar baik semua negara dunia hidup kerja kota pemerintah indonesia masyarakat
            pertanyaan jawaban contoh tolong tuliskan jelaskan membuat melakukan memberikan menggunakan mengatakan merupakan terjadi
            dilakukan digunakan sedangkan selama kepada terhadap tentang pernah sering selalu lagi saja pun nya anaknya
            mereka sendiri juga sekali hari ini besok kemarin minggu bulan malam pagi rumah anak perempuan laki-laki ibu ayah teman tangan
            mata kepala hati air tanah jalan sekolah guru dokter mulai berkata melihat datang pergi mengambil memberi ingin tahu berpikir
            menurut meskipun walaupun namun demikian oleh karena sekitar antara pembangunan pendidikan presiden hukum masalah sistem
            program sejarah kelompok perusahaan pasar sosial politik ekonomi proyek kami bahasa jakarta pertama kedua terakhir beberapa
            berbagai adanya memiliki mempunyai terdapat berada bekerja berupa sebuah seorang suatu maupun serta agar supaya bukan jangan
            lah kah itulah inilah ya tak
            """),
        new("ro", """
            de și în a la cu pe nu o care din că este mai un să pentru sunt au ce ca se le fi am sau dar prin fost după fără lui ei lor
            ai cel cea cei cele acest această aceste acestui tot toate dacă când unde cum cine doar foarte până între sub peste despre
            eu tu el ea noi voi îi îl își era erau avea are poate trebuie face făcut spus ani an zi timp viață lume țară oameni lucru
            oraș întrebare răspuns exemplu scrie explică decât astfel însă iar deja încă bine nou mare prima două unei unui acolo aici
            aceasta acesta acestea acel acea acelei aceea aproape atunci acum aici nimic nimeni niciodată mereu adesea uneori fiecare
            câteva câțiva mulți multe puțin mai bine rău simplu important frumos casa case copil copii femeie bărbat mamă tată prieten
            mână ochi cap inimă apă pământ stradă școală profesor doctor drum ziua dimineața seara noapte săptămână lună astăzi mâine ieri
            început devenit știu știe cred văzut venit mers luat dat zis vreau vrea vor pot puteți trebuia statul român română românia
            românească românilor bucurești dezvoltare dezvoltarea educație guvernul relații cercetare hotărâre rezultat sistem sistemul
            posibilitate necesar folosire lucrează cunoscut tocmai totuși deci apoi împreună împotriva aproximativ printre conform
            datorită desigur probabil într dintre dintr cadrul perioada privind adevărat adevărata libertate lucrare lucrări universitar
            studii informații organizează scriitorilor sărbătoare domnul doamna ministrul și-a s-a n-a l-a i-a fiind având făcând către
            asupra ales oricum oricare nostru noastră vostru lor săi sale lui ţară şi ştiinţă
            """),
        new("sv", """
            och att det i som en på är av för med den till har de inte om ett han var men från så jag kan vi ska du sig vid hon eller när
            också efter skulle upp nu då sin sina mycket alla hade mer dem där ut in under över mot blir blev varit andra någon något detta
            denna dessa vad vem varför hur mellan genom utan bara även sedan här igen få får gå går göra gör finns måste vill år dag tid
            livet världen människor landet arbete stad fråga svar exempel skriv förklara bra nya första två svenska själv aldrig alltid
            """),
        new("da", """
            og i at det er en til på af for med de der den som ikke har et jeg var han men fra så kan vi skal du sig ved hun eller når
            også efter skulle op nu da sin sine meget alle havde mere dem hvor ud ind under over mod bliver blev været andre nogen noget
            dette denne disse hvad hvem hvorfor hvordan mellem gennem uden kun endnu siden her igen får gå går gøre gør findes må vil år
            dag tid livet verden mennesker landet arbejde by spørgsmål svar eksempel skriv forklar godt nye første to danske selv aldrig
            """),
        new("nb", """
            og i det er på at en til som for med av de ikke har den et jeg var han men fra så kan vi skal du seg ved hun eller når også
            etter skulle opp nå da sin sine mye alle hadde mer dem hvor ut inn under over mot blir ble vært andre noen noe dette denne
            disse hva hvem hvorfor hvordan mellom gjennom uten bare enda siden her igjen får gå går gjøre gjør finnes må vil år dag tid
            livet verden mennesker landet arbeid by spørsmål svar eksempel skriv forklar bra nye første to norske selv aldri kunne
            """),
        new("fi", """
            ja on ei se että oli hän en joka mutta ovat mitä kun niin myös kuin sen tai jos ole vain hänen olen minä sinä me te he nyt
            jo sitten tämä tämän voi vielä kaikki kanssa ennen jälkeen kuitenkin koska siitä sitä minun joita jotka jossa missä miten
            miksi kuka olla ollut olisi olivat hyvin paljon enemmän vuonna vuoden vuotta aikaan aika päivä elämä maailma ihmiset työ
            kaupunki kysymys vastaus esimerkki kirjoita selitä suomen suomi uusi ensimmäinen kaksi sekä mukaan välillä aina koko muut
            """),
        new("cs", """
            a se v na je že to s z do o i ve jako za by po jsem ale tak pro si k co být byl byla bylo které který která jsou jeho také
            nebo od než když už jen jeho její může mezi při před pod bez ještě až kde proto velmi bude jak není nejsou jsme jste jejich
            má mají mohou musí roku let čas den život svět země lidé člověk práce město otázka odpověď příklad prosím napiš vysvětli
            protože během tento tato toto těchto všechny každý více první nový nové české více vláda něco tedy však ani kteří
            """),
        new("sk", """
            a sa v na je že to s z do o aj vo ako za by po som ale tak pre si k čo byť bol bola bolo ktoré ktorý ktorá sú jeho tiež alebo
            od než keď už len jej môže medzi pri pred pod bez ešte až kde preto veľmi bude nie sme ste ich má majú môžu musí roku rokov
            čas deň život svet krajiny ľudia človek práca mesto otázka odpoveď príklad prosím napíš vysvetli pretože počas tento táto
            toto týchto všetky každý viac prvý nový nové slovenskej vláda niečo teda však ani ktorí spoločnosti
            """),
        new("hu", """
            a az és hogy nem is egy ez volt de meg azt csak van ha már el mint még mert vagy ki fel akkor kell le ami aki lehet minden én
            te ő mi ti ők ezt ennek annak nagyon most itt ott után előtt között alatt szerint által lesz lenne voltak vannak nincs hanem
            majd mind pedig így úgy olyan ilyen sok több egyik másik első két új nagy jó év évben nap idő élet világ ember emberek munka
            ország város kérdés válasz példa kérem írj magyar magyarországi kormány miért hogyan hol mikor melyik
            """),
        new("hr", """
            i je u se na da su za od s a o kao iz što koji koja koje ne bi to po sam ali bio bila bilo biti ili te do samo već kako sve
            može nije nisu nakon prije između kod pri bez još vrlo više ako kad kada gdje tko zašto jer dok tako ovaj ova ovo taj ta
            njegov njezin njihov naš vaš moj tvoj godine godina vrijeme dan život svijet zemlja ljudi čovjek posao grad pitanje odgovor
            primjer molim napiši objasni prvi novi hrvatski hrvatske treba mogu ima imaju također jedan dva tijekom međutim vlade
            """),
        new("sl", """
            in je v na se da za ki so ne s z pa tudi od bi kot po do pri to si iz ali ga bil bila bilo biti lahko če še kar le več že ko
            ni kako kaj kdo kje kdaj zakaj ker vse med pred brez zelo samo tako ta ti te tega tem teh leta let leto čas dan življenje svet
            država ljudje človek delo mesto vprašanje odgovor primer prosim napiši razloži prvi novi slovenije slovenski mora imajo nima
            njegov njen njihov naš vaš moj tvoj nekaj vendar zato torej oziroma sem smo ste bodo
            """),
        new("sw", """
            na ya wa kwa ni za katika la cha kuwa hiyo kama hii huo yake yao wake wao lakini pia au si watu mtu huyo hilo hao hayo sana
            baada kabla wakati mwaka siku nchi dunia maisha kazi mji serikali mwanamke mwanaume mtoto watoto alisema amesema ambao ambaye
            ambayo ambapo ili kila moja mbili mimi wewe yeye sisi ninyi wao nini nani wapi lini vipi kwamba bado tu zaidi pamoja ndani
            juu chini kati hadi tangu swali jibu mfano tafadhali andika eleza kuna hakuna alikuwa walikuwa atakuwa wameweza anaweza
            kufanya kutoka kuhusu kupata kutokana hivyo hata yote wote mambo jambo taifa tanzania kenya mungu nyumba
            """),
        new("tl", """
            ang ng sa na mga ay at si ni para kay nang hindi ito ako ka niya ko mo siya kami tayo sila namin natin nila ikaw kayo iyon iyan
            dito doon may mayroon wala kung dahil kaya pero ngunit o pa rin din lang lamang po ba naman nga daw raw muna isang isa dalawa
            taon araw panahon buhay mundo bansa tao mga trabaho lungsod tanong sagot halimbawa sumulat ipaliwanag ano sino saan kailan
            paano bakit lahat bawat iba kanyang kanilang aking iyong ating mula hanggang upang habang bago pagkatapos maging naging
            kailangan gusto maaari pamahalaan pilipinas sinabi ayon mahal bahay anak dapat walang pagitan
            """),
        new("ca", """
            de la i el que a en els les un per amb una es no del al va és dels ha més com són o seva seu aquest aquesta aquests però ser
            també ja pel hi entre sobre quan molt sense fins on qui tot tots altres des durant després abans només així perquè encara
            estat era eren té tenen fer pot poden any anys dia temps vida món país treball ciutat pregunta resposta exemple escriu
            explica l'any d'un d'una s'ha l'any n'hi nostra vostre jo tu ell ella nosaltres ells gran nou primera catalunya això cap
            """),
        new("yo", """
            ni ti ati ó tí àti ní fún sí láti pé kan ṣe gbogbo àwọn awọn wọn wọ́n kò ko mo o wa wá jẹ́ jẹ bí bi nínú ninu lórí lori yìí yii
            náà naa kí ki rẹ̀ rẹ mi wa yín ọ̀rọ̀ ọmọ ènìyàn ilé orílẹ̀ èdè ọjọ́ ọdún ìgbà ọlọ́run olúwa ṣùgbọ́n nítorí nígbà tó lọ̀ fi gbà sọ
            èyí ẹni ẹ̀ wọ̀nyí ọ̀kan méjì iṣẹ́ ayé jù lọ padà pẹ̀lú gẹ́gẹ́ bẹ́ẹ̀ kì ìwọ èmi yóò máa
            orí ojú ọwọ́ ẹsẹ̀ omi oúnjẹ owó ọ̀nà òun àwa ẹ̀yin wọ́n wá bá gbé pa rí mọ̀ gbọ́ fẹ́ràn fẹ́ sọ pé tún kọ́ kọ ka ìwé ilé-ẹ̀kọ́
            olùkọ́ dókítà àárọ̀ alẹ́ ọ̀sẹ̀ oṣù òní ọ̀la àná kékeré ńlá dára burú pupọ̀ púpọ̀ díẹ̀ ọkùnrin obìnrin ìyá bàbá ọ̀rẹ́ ọba ìlú
            ìjọba ààrẹ nàìjíríà yorùbá èdè ọlọ́jọ́ ojú-ọjọ́ je jẹ́ ti ni awon ilu ijoba orile-ede omo eniyan ojo odun oba iwe ede yoruba
            naijiria ninu lati fun won gege bi pelu sugbon nitori nigba kini tani nibo bawo nibi níbi níbẹ̀ wípé àti ìdí èkejì kẹta
            àkọ́kọ́ ilẹ̀ áfríkà ṣiṣẹ́ ń lè lẹ́yìn lẹ́hìn títí dé ibi inú ara èyíkéyìí báyìí
            """),
        new("az", """
            və bu bir ilə üçün də ki olan daha ən var çox o onun isə kimi sonra edilir edir olub olur olduğu olaraq belə hər biz siz mən
            sən onlar lakin amma həm yox deyil nə kim necə niyə harada zaman gün il ildə həyat dünya ölkə insan adam iş şəhər sual cavab
            məsələn yaz izah azərbaycan dövlət yeni böyük ilk iki üzrə görə tərəfindən qədər arasında artıq yalnız bütün öz həmin etmək
            """),
        new("so", """
            iyo oo ku ka in ee uu ay waa la ah si soo waxa waxaa aan u ma isku kale kuwa kala badan kasta dadka dalka magaalada sannadka
            maalin waqti nolol adduunka shaqada su'aal jawaab tusaale fadlan qor sharax soomaaliya soomaali dowladda wuxuu waxay waxaan
            ayaa ayuu ayay inay inuu inaan markii marka haddii laakiin sidoo sida inta kadib hore hadda maxaa ayo halkan halkaas lagu laga
            """),
        new("zu", """
            ukuthi futhi kodwa ngoba uma noma nje kakhulu lapho khona yena bona thina nina mina wena lokhu lokho lesi leso lo laba abantu
            umuntu izwe umhlaba impilo umsebenzi idolobha isikhathi usuku unyaka umbuzo impendulo isibonelo ngicela bhala chaza uhulumeni
            ngokuthi ukuba ukuze njengoba ngenxa ngesikhathi ngemuva phambi phakathi kwakhe kwabo yakhe yabo wathi bathi uthi kuthiwa
            ngiyabonga kungenzeka kumele kufanele unkulunkulu inkosi yonke bonke konke eningizimu
            """),
        new("et", """
            ja on ei et see oli ta ka kui aga mis oma kes ning või siis selle seda mida nii veel välja ma me te nad kõik pärast enne juba
            ainult väga rohkem olla olnud oleks peab saab võib tema nende meie teie minu sinu aasta aastal aastat aeg päev elu maailm
            inimesed töö linn küsimus vastus näide palun kirjuta selgita miks kuidas kus millal kuna vahel ajal eesti uus esimene kaks
            """),
        new("lt", """
            ir yra į kad iš su o ne buvo tai bet kaip jis ji jie už apie dėl ar prie po iki nuo per jau dar tik labai taip pat savo kuris
            kuri kurie visi visų mes jūs aš tu mano tavo jo jos jų metų metais metai laikas diena gyvenimas pasaulis šalis žmonės žmogus
            darbas miestas klausimas atsakymas pavyzdys prašau parašyk paaiškink kodėl kur kada kas nes tarp lietuvos naujas pirmas du gali
            """),
        new("lv", """
            un ir ka no ar par uz bija nav kas bet kā to tas viņš viņa viņi lai vai pie pēc līdz tikai jau vēl ļoti arī savu kurš kura kuri
            visi mēs jūs es tu mans tavs gada gadā gadi laiks diena dzīve pasaule valsts cilvēki cilvēks darbs pilsēta jautājums atbilde
            piemērs lūdzu raksti paskaidro kāpēc kur kad jo starp latvijas jauns pirmais divi var būt tiek šo tā šajā esmu
            """),
        new("af", """
            die van en in het is dat 'n nie om te vir met op wat was hy sy ek jy ons hulle by sal ook as aan uit deur word kan moet maar
            daar hierdie daardie een twee meer baie wees gewees toe dan nou hier waar hoe hoekom omdat tussen tydens jaar tyd dag lewe
            wêreld mense werk land stad vraag antwoord voorbeeld skryf verduidelik asseblief suid-afrika nog net so dit jou my haar hul
            """),
    ];
}
