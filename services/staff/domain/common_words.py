"""Words that people put in passwords first, folded: no accents, lower case. They are taken out before the rest is judged."""

_WORDS = """
palier ccas logement logements hebergement hebergements temporaire sejour sejours menage menages redevance convention
conventions contrat contrats depot garantie quittance regie regisseur finance finances direction directeur directrice
mairie ville commune social sociale agent agents admin administrateur administratrice administration gestion gestionnaire
service services accueil equipe bureau secretariat compta comptable tresor tresorerie demonstration demo test tests essai
password passwd passe motdepasse mot mdp secret secrete identifiant login connexion utilisateur user root invite guest
changer change changeme nouveau nouvelle temp default defaut welcome bienvenue master system systeme access acces letmein
bonjour bonsoir salut coucou soleil amour jetaime aime doudou loulou chouchou cherie cheri coeur bisou bisous maman papa
famille enfant enfants bebe princesse prince ange etoile chat chien cheval lapin poisson tigre lion dauphin papillon fleur
rose chocolat vanille fraise caramel nounours marmotte camion voiture moto velo maison jardin plage vacances noel ete hiver
printemps automne musique guitare football foot rugby tennis basket paris lyon marseille toulouse bordeaux nantes lille
france francais bretagne alsace normandie provence corse azerty azertyuiop qwerty qwertz azer wxcv dragon superman batman
pokemon starwars naruto merlin camille nicolas julien thomas alexandre antoine marie julie sophie isabelle nathalie
celine aurelie caroline pierre jean paul michel philippe laurent patrick olivier sebastien christophe david daniel
monkey football baseball sunshine iloveyou shadow michael jordan hunter ranger freedom whatever computer internet google
facebook youtube samsung iphone android windows microsoft orange free bouygues lundi mardi mercredi jeudi vendredi samedi
dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
"""

COMMON_WORDS = frozenset(_WORDS.split())
