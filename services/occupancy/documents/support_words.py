"""French words of social support that papers and pages share."""

from occupancy.domain.support_measures import BreakReason, EndOutcome, Purpose, Stage, SupportKind

KIND = {
    SupportKind.ASLL: "ASLL",
    SupportKind.AVDL_VERS: "AVDL vers le logement",
    SupportKind.AVDL_RELOGEMENT: "AVDL lors du relogement",
    SupportKind.AVDL_DANS: "AVDL dans le logement",
    SupportKind.MASP_INFO_ONLY: "MASP (pour information)",
    SupportKind.INTERNE_CCAS: "Accompagnement interne du CCAS",
}
PURPOSE = {Purpose.ACCESS: "Accès", Purpose.MAINTENANCE: "Maintien", Purpose.DIAGNOSIS: "Diagnostic"}
STAGE = {
    Stage.START: "Bilan de début",
    Stage.INSTALLATION: "Bilan d'installation",
    Stage.MIDDLE: "Bilan intermédiaire",
    Stage.END: "Bilan de fin partagé",
}
OUTCOME = {
    EndOutcome.OBJECTIVES_MET: "Objectifs atteints",
    EndOutcome.PARTLY: "Objectifs atteints en partie",
    EndOutcome.HOUSEHOLD_BREAK: "Rupture par le ménage",
    EndOutcome.OPERATOR_STOP: "Arrêt par l'opérateur",
    EndOutcome.MOVED: "Départ du logement",
    EndOutcome.SWITCHED: "Passage à une autre mesure",
}
BREAK = {
    BreakReason.MEETINGS_MISSED: "Ne vient plus aux rencontres",
    BreakReason.ADHESION_WITHDRAWN: "Retire son adhésion",
    BreakReason.UNREACHABLE: "Injoignable",
    BreakReason.LEFT_DWELLING: "A quitté le logement sans prévenir",
}
