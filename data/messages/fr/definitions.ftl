### Ce que veulent dire les nombres publiés : les phrases à côté de chaque réponse.

## Coverage. $who is any, all, min2, each or one (then $operator is its name); $speed is none or 5/1; $placed is said by definition-placed.

definition-coverage = Part { $denominator ->
    [households] des ménages (recensement { $census }, { $placed }) couverts
    [area] du territoire couverte
    [places] des lieux « { $places } » couverts
   *[population] de la population (recensement { $census }, { $placed }) couverte
} en { $technology } { $environment ->
    [vehicle] en véhicule
    [indoor] à l’intérieur des bâtiments
   *[outdoor] à l’extérieur
}{ $speed ->
    [none] { "" }
   *[other] { " " }à { $speed } Mbit/s ou mieux
} par { $who ->
    [any] au moins un opérateur
    [all] tous les opérateurs titulaires d’une licence
    [min2] au moins deux opérateurs
    [each] chaque opérateur titulaire d’une licence, pris seul
   *[one] { $operator }
}, d’après les déclarations, état au { $filed }, connu au { $known }.
definition-placed = { $surface ->
    [urban-centre] répartition par centre urbain
    [uniform] répartition uniforme par { $unit }
   *[other] répartition { $surface }
}
definition-premises = Logements raccordables en { $technology }{ $speed ->
    [none] { "" }
   *[other] { " " }à { $speed } Mbit/s ou mieux
} { $who ->
    [any] par au moins un opérateur (estimation : dans chaque cellule, l’opérateur qui en a le plus)
    [all] par chaque opérateur (estimation : dans chaque cellule, l’opérateur qui en a le moins)
    [min2] par au moins deux opérateurs (estimation : dans chaque cellule, le deuxième)
    [each] par chaque opérateur titulaire d’une licence, pris seul
   *[one] par { $operator }
}, rapportés aux ménages (recensement { $census }), d’après les déclarations, état au { $filed }, connu au { $known }.
definition-numerator = { $counted ->
    [population] habitants des cellules couvertes
    [households] ménages des cellules couvertes
    [area] kilomètres carrés des cellules couvertes
    [dwellings] logements raccordables ou raccordés
    [places] lieux des cellules couvertes
   *[other] kilomètres de tracé de fibre
}
definition-without-filing = Rien ne compte comme couvert par tous : sans déclaration de { $operators }.
definition-at-least = Au moins cette part : la déclaration de { $operators } est endommagée et n’est pas comptée.
definition-damaged = Part inconnue : la déclaration de { $operators } est endommagée.

## Changes.

definition-change = Évolution de l’état déclaré au { $before } (connu au { $knownbefore }) à l’état déclaré au { $filed } (connu au { $known }). Gagné : couvert après et non avant ; perdu : couvert avant et non après. L’évolution se décompose en quatre parties dont la somme est exacte. Correction : ce qu’ont changé les déclarations enregistrées plus tard pour la même date. Réseau : d’une date à l’autre, toutes deux telles que connues au dernier instant. Définition : autre palier, autre environnement ou autres opérateurs comptés. Dénominateur : autre recensement ou autre répartition de la population.
definition-change-unsplit = Ses parties sont inconnues : une déclaration dont elles dépendent est endommagée.

## Fibre networks.

definition-routes = Kilomètres de tracé de fibre déclarés par les opérateurs comme leur réseau au { $filed }, selon ce qui était connu le { $known } : chaque tronçon coupé aux limites des { $units } et mesuré sur l'ellipsoïde. En service : utilisé, ou sans statut déclaré. Prévu : proposé, planifié, en travaux ou construit et non activé, compté à part. Hors service : non compté. Les tronçons dont le support est déclaré et n'est pas la fibre ne sont pas comptés. Un tracé partagé par plusieurs opérateurs compte une fois pour chacun.
definition-routes-at-least = Au moins ces longueurs : le réseau de { $operators } est endommagé et n’est pas compté.
definition-routes-damaged = Longueurs inconnues : le réseau de { $operators } est endommagé.
definition-network-feature = Réseau de fibre tel que déclaré par son opérateur, état au { $filed }, connu au { $known }.

## Measurements. $synthetic is yes or no; $sources is none or their names.

definition-measured = { $tests ->
    [one] { $tests } { $synthetic ->
        [yes] test synthétique
       *[no] test
    }
   *[other] { $tests } { $synthetic ->
        [yes] tests synthétiques
       *[no] tests
    }
}{ $sources ->
    [none] { "" }
   *[other] { " " }de { $sources }
}, mois : { $span ->
    [month] { $from }
   *[months] { $from } à { $to }
}. Teste qui veut : les tests ne sont pas un échantillon de la population. Les sources ne sont jamais additionnées. En dessous de { $enough ->
    [one] { $enough } test
   *[other] { $enough } tests
}, rien n’est dit. Le verdict porte sur ce que le même opérateur déclare couvrir, état au { $filed }, connu au { $known }. Il ne compte que les tests faits dans des cellules que le dépôt en vigueur le jour du test déclarait couvertes, et qui le sont encore ; il en faut { $enough }, dans { $cells ->
    [one] { $cells } cellule
   *[other] { $cells } cellules
} d’environ 0,7 km² et sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}. Il est confirmé ou contredit quand tout l’intervalle à 95 % de ceux qui atteignent le débit est du même côté des neuf dixièmes. Les tests des lignes fixes n’ont pas de verdict : on ne sait pas lesquels viennent de logements raccordables.
definition-measured-nothing = Rien n’a encore été mesuré.
definition-measured-left-out = Rien n’est compté de ces mois, dont les données sont endommagées ou ne se distinguent pas lot par lot à cet instant : { $months }.
definition-measured-feature = Tests d’une seule source, face à ce que l’opérateur déclare couvrir, état au { $filed }, connu au { $known } ; les tests ne sont pas un échantillon de la population.
definition-point = Une déclaration est une couche en vigueur dont l’étendue contient la cellule H3 de résolution 9 du lieu ; les unités sont les logements déclarés dans cette cellule à ces débits, les raccordés le plus grand multiple de dix qui ne dépasse ni leur nombre ni les raccordables moins dix, et aucun en dessous de dix, chaque compte pour lui-même : ils ne s’additionnent pas. Les mesures sont celles { $unit ->
    [commune] de toute la commune
   *[other] de toute l’unité ({ $unit })
} ; les tests ne sont pas un échantillon de la population. Un verdict compte les tests faits dans les cellules { $unit ->
    [commune] de la commune
   *[other] de l’unité
} que le dépôt en vigueur le jour du test déclarait couvertes et qui le sont encore, au moins { $enough } dans { $cells } cellules H3 de résolution 8 et sur { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}, et confronte ceux qui atteignent le débit (intervalle à 95 %) aux neuf dixièmes. Les tests des lignes fixes n’ont d’autre verdict qu’insuffisant : on ne sait pas lesquels viennent de logements raccordables.

## Targets.

definition-statuses = Atteint : la part déclarée atteint l’objectif. Dans les temps : avant l’échéance, elle est au point du jour, ou au-dessus, sur la droite qui mène de la part en vigueur à l’annonce (0 si rien n’était déclaré) à l’objectif, d’étape en étape quand la promesse en a plusieurs. En retard : en dessous de ce point, ou échéance passée sans que l’objectif soit atteint. Non calculable : aucun opérateur compté n’a déclaré, une déclaration comptée est endommagée, ou l’objectif n’était pas encore annoncé. La part atteinte est celle de la dernière déclaration, la part attendue celle du jour : qui ne déclare plus prend du retard. Quand chaque opérateur est tenu, l’objectif a le statut du moins avancé. L’écart est ce qui manque à l’objectif, en personnes ou en ménages.
definition-judged-on = { $from ->
    [clock] Statuts au { $day }, aujourd’hui.
    [asked] Statuts au { $day }, jour demandé.
    [as_of] Statuts au { $day }, date demandée.
   *[known_at] Statuts au { $day }, jour de l’information demandée.
}
definition-goal-share = Objectif : { $share } { $denominator ->
    [population] de la population
   *[households] des ménages
} au { $due }.
definition-goal-amount = Objectif : { $amount } { $denominator ->
    [population] { $amount ->
        [one] personne
       *[other] personnes
    }
   *[households] { $amount ->
        [one] ménage
       *[other] ménages
    }
} au { $due }.
definition-goal-stage = Étape { $stage } sur { $stages } d’une même promesse : la droite passe par chacune.
definition-goal-announced = Annoncé le { $announced } : la progression est attendue en ligne droite depuis ce jour.
definition-goal-assumed = Le débit ou l’environnement n’est pas précisé : le palier le plus bas et l’environnement usuel sont comptés.
definition-goal-replaced = Remplacé par « { $name } » ; conservé pour mémoire.
definition-obstacle-not-announced = Annoncé le { $announced }, après l’état du { $day }.
definition-obstacle-no-filing = Sans déclaration de { $operators }.
definition-obstacle-damaged = La déclaration de { $operators } est endommagée.
definition-obstacle-none-licensed = Au { $day }, aucun opérateur n’a de licence pour cette technologie.
definition-obstacle-nothing-to-count = Le recensement ou la technologie manque au pack du pays.
tiles-territories = Les territoires du pays, une couche par niveau, chacun avec son code : deux voisins ont la même limite à chaque zoom.
tiles-measurements = { $span ->
    [month] Tests, { $from },
   *[months] Tests, { $from } à { $to },
} par cellule H3 de résolution 8, pour chaque opérateur et chaque source : les cellules d’au moins { $tests } tests, faits avec au moins { $devices } appareils quand ceux-ci sont connus, dans chaque partie d’année qui est comptée. Leur nombre est donné par dizaines, les médianes à deux chiffres. Les tests ne sont pas un échantillon de la population.
tiles-localities = Localités, chacune avec une taille de 1 à 5 : les plus grandes se voient de loin.
tiles-ground = La mer, les terres, le pays et ses premiers niveaux, sans noms : les côtes du monde, les limites du seul pays.
tiles-basemap = Le fond de carte que l’exploitant de ce serveur a fourni, sous la carte du pays.
tiles-fill = Chaque pixel montre combien de ses cellules sont couvertes, en 16 niveaux : 0 si aucune ne l’est, 15 si toutes le sont. Sa valeur de gris est 17 fois son niveau.
tiles-outlines = Contours des cellules couvertes.
tiles-gap = Points des habitants non couverts, chacun avec leur nombre.
tiles-changes = { $cells ->
    [gained] Cellules atteintes après et non avant ; ce qui est dit des cellules couvertes l’est de celles-ci.
   *[lost] Cellules atteintes avant et non après ; ce qui est dit des cellules couvertes l’est de celles-ci.
}
tiles-premises = Une cellule compte comme couverte si au moins un logement y est raccordable.

## Places. $synthetic is yes or no; $list is what the places are called together.

definition-places = { $list } : liste de { $source }, lieux au { $date }, licence { $licence }{ $synthetic ->
    [yes] { " " }(fictive)
   *[no] { "" }
} ; un lieu compte là où est son point, et il est couvert si sa cellule l’est.
definition-place-lists = Listes de lieux importées par l’administrateur de ce serveur, chacune avec celui qui la publie, sa licence et sa date. Un lieu compte là où est son point.
