namespace Loadline.Core.Signals.Shape;

/// <summary>The commonest task words of German, French and Spanish.</summary>
internal static partial class LexiconWords
{
    public static readonly (WordClass Word, string Words)[] German =
    [
        (WordClass.Translate, "übersetze übersetzen übersetz übersetzung übersetzt übertrage"),
        (WordClass.Summarize, "fasse fass zusammenfassung zusammenfassen resümiere kürze_zusammen"),
        (WordClass.Rewrite, "formuliere umformulieren überarbeite korrigiere korrigieren verbessere umschreiben kürze vereinfache"),
        (WordClass.Classify, "klassifiziere klassifizieren kategorisiere ordne stufe einordnen bewerte"),
        (WordClass.Extract, "extrahiere extrahieren entnimm liste_alle finde_alle nenne_alle"),
        (WordClass.Program, "implementiere programmiere programmieren debugge refaktoriere"),
        (WordClass.Compose, "dichte erfinde komponiere reime"),
        (WordClass.Produce, "schreibe schreib schreiben erstelle erstellen erzeuge entwirf verfasse gib mach generiere entwickle"),
        (WordClass.Calculate, "berechne berechnen löse rechne bestimme ermittle"),
        (WordClass.Analyze, "beweise analysiere vergleiche beurteile begründe diskutiere zeige leite wäge"),
        (WordClass.Act, "suche buche sende schicke reserviere stelle erinnere rufe bestelle storniere öffne"),
        (WordClass.Explain, "erkläre erklär erklären beschreibe nenne erläutere"),
        (WordClass.Ask, "was wer wann wo warum wie welche welcher welches wieso weshalb wozu woher"),
        (WordClass.AskAuxiliary, "ist sind kann hat haben war gibt darf muss soll"),
        (WordClass.HumanLanguage, """
            englisch englische deutsch deutsche französisch französische spanisch spanische italienisch chinesisch japanisch russisch
            """),
        (WordClass.CodeNoun, "funktion skript programm quelltext abfrage fehlermeldung klasse schleife"),
        (WordClass.MathNoun, """
            gleichung wahrscheinlichkeit ableitung summe wurzel fläche dreieck prozent primzahlen primzahl wie_viel wie_viele
            """),
        (WordClass.CreativeNoun, "gedicht geschichte lied aufsatz witz rede märchen werbetext slogan brief"),
        (WordClass.LabelNoun, "stimmung kategorie kategorien positiv negativ"),
        (WordClass.StyleNoun, "formeller höflicher kürzer grammatik rechtschreibung professioneller"),
        (WordClass.FieldNoun, "namen daten adressen beträge rechnung"),
        (WordClass.ActionNoun, "wetter termin flug morgen heute hotel wecker"),
        (WordClass.TextNoun, "satz sätze absatz artikel folgenden folgende folgender dokument"),
        (WordClass.ReasonMarker, "warum weil wenn falls deshalb ob obwohl begründe angenommen beweise"),
        (WordClass.Constraint, "mindestens höchstens ohne genau maximal immer niemals jede jeder"),
        (WordClass.Common, "der die das und ein eine einen zu den dem des mit von für auf im in ich mir mich nicht es er sie wir ihr"),
    ];

    public static readonly (WordClass Word, string Words)[] French =
    [
        (WordClass.Translate, "traduis traduisez traduire traduction"),
        (WordClass.Summarize, "résume résumez résumer résumé synthétise"),
        (WordClass.Rewrite, "reformule reformulez réécris réécrire corrige corrigez améliore simplifie"),
        (WordClass.Classify, "classe classez classifie catégorise classer"),
        (WordClass.Extract, "extrais extraire extrayez relève"),
        (WordClass.Program, "implémente programme code débogue"),
        (WordClass.Compose, "compose imagine invente"),
        (WordClass.Produce, "écris écrivez écrire rédige rédigez crée créer génère donne fais propose"),
        (WordClass.Calculate, "calcule calculez calculer résous résoudre"),
        (WordClass.Analyze, "prouve démontre analyse compare évalue discute justifie montre"),
        (WordClass.Act, "cherche réserve envoie rappelle commande annule"),
        (WordClass.Explain, "explique expliquez décris expliquer définis"),
        (WordClass.Ask, "que quoi qui quand où pourquoi comment quel quelle quels quelles combien qu"),
        (WordClass.AskAuxiliary, "est sont peut faut"),
        (WordClass.HumanLanguage, "anglais français allemand espagnol italien chinois japonais russe"),
        (WordClass.CodeNoun, "fonction requête programme boucle"),
        (WordClass.MathNoun, "équation probabilité dérivée intégrale somme racine combien"),
        (WordClass.CreativeNoun, "poème histoire chanson conte blague discours lettre"),
        (WordClass.LabelNoun, "sentiment catégorie positif négatif"),
        (WordClass.FieldNoun, "noms adresses montants entités"),
        (WordClass.ActionNoun, "météo rendez-vous vol demain réunion"),
        (WordClass.TextNoun, "texte phrase paragraphe suivant suivante"),
        (WordClass.ReasonMarker, "pourquoi parce donc supposons démontre prouve"),
        (WordClass.Common, "le la les un une des du de et à au aux en dans pour par sur ce cette il elle je nous pas ne est"),
    ];

    public static readonly (WordClass Word, string Words)[] Spanish =
    [
        (WordClass.Translate, "traduce traducir traduzca traducción tradúceme"),
        (WordClass.Summarize, "resume resumir resumen resuma sintetiza"),
        (WordClass.Rewrite, "reescribe reescribir reformula corrige corregir mejora simplifica"),
        (WordClass.Classify, "clasifica clasificar categoriza etiqueta"),
        (WordClass.Extract, "extrae extraer extraiga"),
        (WordClass.Program, "implementa programa depura refactoriza"),
        (WordClass.Compose, "compón imagina inventa"),
        (WordClass.Produce, "escribe escribir crea crear genera redacta haz dame elabora"),
        (WordClass.Calculate, "calcula calcular resuelve resolver halla"),
        (WordClass.Analyze, "demuestra analiza compara evalúa argumenta justifica razona"),
        (WordClass.Act, "busca reserva envía manda recuérdame cancela pide"),
        (WordClass.Explain, "explica explicar describe explícame define"),
        (WordClass.Ask, "qué quién cuándo dónde cómo cuál cuáles cuántos cuántas cuánto"),
        (WordClass.AskAuxiliary, "es son hay puede está"),
        (WordClass.HumanLanguage, "inglés español francés alemán italiano chino japonés portugués"),
        (WordClass.CodeNoun, "función código consulta bucle"),
        (WordClass.MathNoun, "ecuación probabilidad derivada raíz suma porcentaje cuántos cuántas cuánto"),
        (WordClass.CreativeNoun, "poema cuento historia canción chiste discurso carta ensayo"),
        (WordClass.LabelNoun, "sentimiento categoría positivo negativo positiva"),
        (WordClass.FieldNoun, "nombres fechas direcciones"),
        (WordClass.ActionNoun, "clima tiempo vuelo mañana reunión cita"),
        (WordClass.TextNoun, "texto frase párrafo siguiente artículo"),
        (WordClass.ReasonMarker, "porque entonces supongamos demuestra si"),
        (WordClass.Common, "el los las una unos del y que en con por para se su lo al más este esta"),
    ];
}
