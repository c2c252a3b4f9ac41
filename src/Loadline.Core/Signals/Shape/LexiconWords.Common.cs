namespace Loadline.Core.Signals.Shape;

/// <summary>Everyday English, so that what remains can be called uncommon.</summary>
internal static partial class LexiconWords
{
    public static readonly (WordClass Word, string Words)[] CommonWords =
    [
        (WordClass.Common, """
            a an the and or but if then than that this these those there here it its he she they them their his her him we our us you your
            yours i me my mine of in on at by for from to with without about into onto over under between among through during before
            after above below up down out off as is are was were be been being am do does did done doing have has had having will would
            can could should may might must shall not no nor yes so too very more most less least much many few some any all each every
            both either neither other another such same different own one two three four five six seven eight nine ten hundred thousand
            million first second third last next new old young good bad better best worse worst big small large little long short high low
            great right left early late hard easy fast slow hot cold full empty open closed free go goes going went gone come comes coming
            came get gets getting got give gives giving gave given make makes making made take takes taking took taken see sees seeing saw
            seen look looks looking looked find finds finding found know knows knew known think thinks thinking thought say says saying
            said tell tells told ask asks asked asking want wants wanted need needs needed use uses used using try tries tried trying work
            works worked working call calls called calling keep keeps kept let lets put puts set sets start starts started begin began end
            ends ended stop stopped run runs running ran show shows showed shown play plays played playing move moves moved moving live
            lives lived living believe bring brings brought happen happens happened write writes writing wrote written read reads reading
            sit stand lose lost win won pay paid meet met include includes including continue learn learned change changes changed lead
            understand watch follow follows following followed create created speak spoke allow allows add added spend grow grew walk
            walked offer remember love loved consider appear buy bought wait serve die died send sent expect build built stay fall fell
            cut reach kill remain eat ate eats drink drinks sleep help helps helped helping turn turned feel feels felt become becomes
            became seem seems seemed leave leaves people person man men woman women child children kid kids boy girl family friend friends
            mother father parents brother sister son daughter wife husband time times day days week weeks month months year years hour
            hours minute minutes today tomorrow yesterday morning night evening thing things something anything nothing everything someone
            anyone everyone way ways place places world country countries city cities state states town house home room school job money
            water food car cars bus train road street door window table chair bed book books phone life hand hands head eye eyes face body
            back part parts side name names number numbers word words line lines page pages problem problems question questions answer
            answers idea ideas reason reasons example examples fact facts point points case cases kind type types group groups company
            business system systems program market office service services story stories game games area level also just only even still
            again already always often never sometimes usually now ever once twice however because since while when where why how what
            which who whom whose whether though although until unless instead rather quite almost enough maybe perhaps really actually
            probably possible important main sure true false real whole able likely available certain common similar several various
            particular current recent like well away around across along against toward towards behind near far within upon per via
            together apart else red blue green black white yellow brown color colour top bottom front middle half dollar dollars cent
            cents price cost total ok okay please thanks thank hello hi hey sorry welcome etc eg ie vs mr mrs ms dr apples apple oranges
            eggs dog dogs cat cats bird birds fish tree trees flower flowers ball box boxes bag bags cup cups bottle bottles student
            students teacher class classes test tests paper pen pencil buys sells sold sell likes lot lots bit piece pieces rest amount
            information text list describe explain based order result results effect effects january february march april june july august
            september october november december monday tuesday wednesday thursday friday saturday sunday summer winter spring weather rain
            snow party birthday gift card cards pictures picture photo photos movie movies music song songs
            """),
    ];
}
