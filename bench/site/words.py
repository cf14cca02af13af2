"""Common words of five languages: first those that hold sentences together, then those that say something."""

WORDS = {
 "en": ("the of and to in a is that it was for on with as by at from they we this which their were after when",
        "village harbour teacher neighbour garden winter summer bridge children market council farmer library "
        "kitchen morning evening meeting volunteer energy turbine forest river school hospital nurse bicycle "
        "railway station letter newspaper choir concert bakery bread potato fishing boat shoreline storm flood "
        "repair workshop tools money budget report project plan result number family mother father grandfather "
        "student researcher city region country border language translation story photograph map road tunnel "
        "snow rain wind sunlight apartment tenant landlord rent cooperative member vote decision question answer "
        "began found built opened planted collected carried shared changed learned asked explained organised "
        "borrowed painted measured walked travelled returned remembered quietly slowly together often nearly "
        "already perhaps because although small large older younger local public common shared cold warm bright "
        "empty crowded difficult simple honest careful"),
 "da": ("og i at det er en til på som der den af med for de et har ikke vi men om var så fra ved",
        "landsby havn lærer nabo have vinter sommer bro børn marked byråd landmand bibliotek køkken morgen aften "
        "møde frivillig energi vindmølle skov å skole sygehus sygeplejerske cykel jernbane station brev avis kor "
        "koncert bageri rugbrød kartoffel fiskeri båd kystlinje storm oversvømmelse reparation værksted værktøj "
        "penge budget rapport projekt plan resultat antal familie mor far bedstefar studerende forsker by egn "
        "land grænse sprog oversættelse fortælling fotografi kort vej tunnel sne regn vind sollys lejlighed "
        "lejer udlejer husleje andelsforening medlem afstemning beslutning spørgsmål svar begyndte fandt byggede "
        "åbnede plantede samlede bar delte ændrede lærte spurgte forklarede organiserede lånte malede målte gik "
        "rejste vendte huskede stille langsomt sammen ofte næsten allerede måske fordi selvom lille stor ældre "
        "yngre lokal offentlig fælles kold varm lys tom fyldt svær enkel ærlig forsigtig"),
 "fi": ("ja on ei että se oli hän mutta kun niin myös ovat jos tai kuin sen ne he joka tämä sitten vain nyt",
        "kylässä satama opettaja naapurit puutarhassa talvella kesällä silta lapset kauppatori kunnanvaltuusto "
        "maanviljelijä kirjasto keittiössä aamulla illalla kokouksessa vapaaehtoiset energiaa tuulivoimala "
        "metsässä jokivarsi koulussa sairaala sairaanhoitaja polkupyörä rautatie asemalla kirje sanomalehti kuoro "
        "konsertissa leipomo ruisleipä peruna kalastus vene rannikolla myrsky tulva korjaaminen työpajassa "
        "työkalut rahaa talousarvio kertomus hanke suunnitelma tulokset lukumäärä perhe äiti isä isoisä "
        "opiskelija tutkija kaupungissa alueella maa rajalla kieli käännös tarina valokuva kartta tie tunneli "
        "lumi sade tuuli auringonvalo huoneisto vuokralainen vuokranantaja osuuskunta jäsenet äänestys päätös "
        "kysymys vastaus alkoi löysi rakensi avasi istutti keräsi kantoi jakoi muuttui oppi kysyi selitti "
        "järjesti lainasi maalasi mittasi käveli matkusti palasi muisti hiljaa hitaasti yhdessä usein melkein "
        "ehkä koska vaikka pieni suuri vanhempi nuorempi paikallinen julkinen yhteinen kylmä lämmin valoisa "
        "tyhjä vaikea yksinkertainen rehellinen yhdenvertaisuussuunnitelma varovainen"),
 "nb": ("og i det er en på som av for med at til den de ikke har vi et om var men fra så ved hun",
        "landsby havn lærer nabo hage vinter sommer bro barn marked kommunestyre bonde bibliotek kjøkken morgen "
        "kveld møte frivillig energi vindmølle skog elv skole sykehus sykepleier sykkel jernbane stasjon brev "
        "avis kor konsert bakeri rugbrød potet fiske båt kystlinje storm flom reparasjon verksted verktøy penger "
        "budsjett rapport prosjekt plan resultat antall familie mor far bestefar student forsker by fylke land "
        "grense språk oversettelse fortelling fotografi kart vei tunnel snø regn vind sollys leilighet leietaker "
        "utleier husleie samvirkelag medlem avstemning beslutning spørsmål svar begynte fant bygde åpnet plantet "
        "samlet bar delte endret lærte spurte forklarte organiserte lånte malte målte gikk reiste vendte husket "
        "stille langsomt sammen ofte nesten allerede kanskje fordi selv liten stor eldre yngre lokal offentlig "
        "felles kald varm lys tom full vanskelig enkel ærlig forsiktig"),
 "sv": ("och i att det som en på är av för med till den har de inte om ett var men vi från så kan när",
        "by hamn lärare granne trädgård vinter sommar bro barn marknad kommunfullmäktige bonde bibliotek kök "
        "morgon kväll möte volontär energi vindkraftverk skog älv skola sjukhus sjuksköterska cykel järnväg "
        "station brev tidning kör konsert bageri rågbröd potatis fiske båt kustlinje storm översvämning "
        "reparation verkstad verktyg pengar budget rapport projekt plan resultat antal familj mor far farfar "
        "student forskare stad region land gräns språk översättning berättelse fotografi karta väg tunnel snö "
        "regn vind solljus lägenhet hyresgäst hyresvärd hyra kooperativ medlem omröstning beslut fråga svar "
        "började fann byggde öppnade planterade samlade bar delade ändrade lärde frågade förklarade "
        "organiserade lånade målade mätte gick reste vände mindes tyst långsamt tillsammans ofta nästan redan "
        "kanske eftersom fast liten stor äldre yngre lokal offentlig gemensam kall varm ljus tom full svår "
        "enkel ärlig försiktig"),
}
