/** Everything a person reads, in Canadian French. */
import { inWords } from "./durations.ts";
import type { Texts } from "./en-gb.ts";

export const frCa: Texts = {
  language: "fr-CA",

  layout: {
    skipToContent: "Aller au contenu",
    signedInAs: (name) => `Connecté en tant que ${name}`,
    navigation: "Pages",
    signOut: "Se déconnecter",
    signOutThere: (service) => `Se déconnecter de ${service}`,
    help: "Besoin d’aide? Écrivez à",
  },

  signIn: {
    title: "Se connecter",
    email: "Courriel",
    password: "Mot de passe",
    submit: "Se connecter",
    refused: "Courriel ou mot de passe invalide.",
    tooManyAttempts: (seconds) =>
      `Trop de tentatives. Veuillez patienter ${inWords("fr-CA", seconds)} avant de réessayer.`,
    signedOut: "Vous êtes déconnecté.",
    sessionEnded:
      "Votre session est terminée. Si vous avez appuyé sur un bouton, rien n’a été modifié. Veuillez vous reconnecter.",
    elsewhere: (service) =>
      `Vous utilisez le compte de votre établissement ou ORCID? Connectez-vous d’abord à ${service}, puis revenez ici.`,
    goThere: (service) => `Aller à ${service}`,
  },

  profile: {
    title: "Modifier le profil",
    sections: "Sections de votre profil",
    personalDetails: "Renseignements personnels",
    apiAccess: "Accès à l’API",
    firstName: "Prénom",
    surname: "Nom",
    email: "Courriel",
    organisation: "Organisation",
    language: "Langue",
    notGiven: "non précisé",
    whereToChange: (service) =>
      `Ces renseignements ne se modifient pas ici. Modifiez-les dans ${service} ou adressez-vous à ses administrateurs.`,
  },

  apiAccess: {
    heading: "API v2",
    purpose:
      "Avec un jeton d’accès, vos scripts et vos outils lisent vos plans par l’API v2, en votre nom. Gardez-le comme un mot de passe.",
    accessToken: "Jeton d’accès",
    none: "Cliquez sur le bouton ci-dessous pour générer un jeton d’API",
    keepUsing:
      "Si vous avez déjà généré et conservé un jeton, veuillez continuer à utiliser ce jeton.",
    copyNow: "Veuillez copier ce jeton maintenant et le conserver en lieu sûr.",
    willDisappear: "Il disparaîtra lorsque vous quitterez ou actualiserez cette page.",
    live: "Vous avez un jeton valide :",
    madeOn: "Créé",
    lastFour: "Se termine par",
    lastUsed: "Dernière utilisation ici",
    neverUsed: "pas encore",
    madeElsewhere: "inconnu : il n’a pas été créé ici",
    regenerate: "Régénérer le jeton",
    confirmRegenerate: (ending) =>
      `${ending ? `Votre jeton actuel, qui se termine par ${ending},` : "Votre jeton actuel"} cessera aussitôt de fonctionner, dans tous les scripts qui l’utilisent.`,
    doRegenerate: "Oui, créer un nouveau jeton",
    revoke: "Révoquer le jeton",
    confirmRevoke: (ending) =>
      `${ending ? `Votre jeton qui se termine par ${ending}` : "Votre jeton"} cessera aussitôt de fonctionner, et vous n’en aurez plus jusqu’à ce que vous en créiez un nouveau.`,
    doRevoke: "Oui, le révoquer",
    keep: "Garder le jeton actuel",
    regenerated: "Votre jeton d’API a été régénéré.",
    tooOften: (seconds) =>
      `Trop de demandes. Veuillez patienter ${inWords("fr-CA", seconds)} avant de réessayer. Rien n’a été modifié.`,
    notRegenerated: "Impossible de régénérer votre jeton d’API.",
    revoked: "Votre jeton d’API a été révoqué. Il ne fonctionne plus.",
    notRevoked: "Impossible de révoquer votre jeton d’API.",
    nothingToRevoke: "Il n’y avait aucun jeton à révoquer.",
    formAlreadyUsed:
      "Ce formulaire a déjà servi; rien n’a donc été modifié. Le jeton qu’il a créé est toujours valide, sauf si vous l’avez régénéré ou révoqué depuis; il ne peut plus être affiché.",
    unavailable:
      "Le service de jetons de l’API v2 n’est pas disponible pour le moment. Veuillez nous écrire pour obtenir de l’aide.",
    tryIt: "Essayez-le",
    tryItHow:
      "Mettez votre jeton à la place de YOUR-TOKEN et lancez cette commande dans un terminal. Elle répond par votre nom.",
    documentation: "Documentation de l’API v2",
  },

  copying: {
    copyToken: "Copier",
    copyCommand: "Copier la commande",
    copied: "Copié",
    refused:
      "Votre navigateur n’a pas permis la copie. Le texte est sélectionné : appuyez sur Ctrl+C, ou ⌘C sur un Mac.",
  },

  pressing: {
    signIn: "Aller à la page de connexion",
    offline:
      "Le serveur n’a pas répondu. Vérifiez votre connexion, puis rechargez la page pour voir si quelque chose a été modifié.",
  },

  legacyToken: {
    heading: "Ancienne API",
    accessToken: "Jeton d’accès",
    none: "Cliquez sur le bouton ci-dessous pour générer un jeton d’API",
    show: "Afficher le jeton",
    documentation: "Documentation",
    v0: "Consultez la {documentationV0} pour en savoir plus sur l’API d’origine, qui donne accès aux statistiques et au texte intégral des plans et permet de lier des utilisateurs à des départements.",
    documentationV0: "documentation de la v0",
    v1: "Consultez la {documentationV1} pour en savoir plus sur l’API qui prend en charge la {rdaStandard} pour les PGD.",
    documentationV1: "documentation de la v1",
    rdaStandard: "norme commune de métadonnées de la RDA",
    answeredElsewhere: (service) =>
      `C’est ${service} qui répond aux API v0 et v1, et non ce serveur.`,
    regenerate: "Régénérer le jeton",
    confirmRegenerate:
      "Votre jeton actuel de l’ancienne API cessera aussitôt de fonctionner, dans tous les scripts qui l’utilisent.",
    doRegenerate: "Oui, créer un nouveau jeton de l’ancienne API",
    keep: "Garder le jeton actuel",
    regenerated: "Votre jeton de l’ancienne API a été régénéré.",
    notAllowed:
      "Seuls les administrateurs d’une organisation peuvent se créer un nouveau jeton de l’ancienne API. Adressez-vous au vôtre.",
  },

  errors: {
    invalid_request: {
      title: "La requête n’a pas pu être lue.",
      help: "Vérifiez son adresse, ses champs et son contenu. Rien n’a été modifié.",
    },
    ambiguous_request: {
      title: "Un en-tête qui doit figurer une fois manque ou a été envoyé deux fois.",
      help: "Envoyez Host une fois, et Authorization, Cookie, Origin et Content-Type une fois au plus.",
    },
    not_signed_in: {
      title: "Vous devez vous connecter avant de continuer.",
      help: "Connectez-vous et réessayez. Rien n’a été modifié.",
    },
    not_allowed: {
      title: "Vous n’êtes pas autorisé à effectuer cette action.",
      help: "Adressez-vous à un administrateur de votre organisation. Rien n’a été modifié.",
    },
    not_found: {
      title: "Il n’y a rien à cette adresse.",
      help: "Vérifiez qu’elle est bien écrite.",
    },
    plan_not_found: {
      title: "Plan introuvable",
      help: "Il n’existe pas, ou vous n’y avez aucun rôle actif. La liste des plans contient ceux que vous voyez.",
    },
    template_not_found: {
      title: "Modèle introuvable",
      help: "Il n’existe pas, ou n’est pas destiné à votre organisation. La liste des modèles contient ceux que vous voyez.",
    },
    method_not_allowed: {
      title: "Cette adresse ne s’utilise pas de cette façon.",
      help: "Utilisez une autre méthode, ou les liens et les boutons des pages.",
    },
    not_acceptable: {
      title: "Cette adresse ne répond pas dans le format demandé.",
      help: "Elle répond en HTML et en JSON : demandez l’un des deux. Rien n’a été modifié.",
    },
    sign_out_elsewhere: {
      title: "Vous ne pouvez pas vous déconnecter ici.",
      help: "C’est le service voisin qui vous a connecté. Déconnectez-vous là-bas : vous le serez ici aussi.",
    },
    payload_too_large: {
      title: "La requête est trop volumineuse.",
      help: "Envoyez-en moins : au plus 64 Kio sont lus ici. Rien n’a été modifié.",
    },
    unsupported_media_type: {
      title: "Ce type de contenu n’est pas lu ici.",
      help: "Envoyez un formulaire (application/x-www-form-urlencoded) ou du JSON (application/json).",
    },
    forged_request: {
      title: "La modification demandée a été refusée.",
      help: "Le formulaire ne provient pas de votre session. Ouvrez sa page de nouveau et réessayez. Rien n’a été modifié.",
    },
    cookies_required: {
      title: "Le témoin de ce formulaire n’a pas été envoyé.",
      help: "Autorisez les témoins pour ce site, ouvrez la page de nouveau et réessayez. Rien n’a été modifié.",
    },
    form_already_used: {
      title: "Ce formulaire a déjà servi.",
      help: "Rien n’a été modifié. Ouvrez sa page de nouveau pour continuer.",
    },
    too_many_requests: {
      title: "Trop de demandes.",
      help: "Attendez un peu et réessayez. Rien n’a été modifié.",
    },
    headers_too_large: {
      title: "Les en-têtes de la requête sont trop volumineux.",
      help: "Envoyez-en moins : au plus 16 Kio sont lus. Dans un navigateur, effacez les témoins de ce site.",
    },
    server_error: {
      title: "Un problème est survenu dans le serveur.",
      help: "Il a été consigné. Réessayez plus tard; s’il se reproduit, donnez-nous le numéro de la requête.",
    },
    application_missing: {
      title:
        "Le service de jetons de l’API v2 n’est pas disponible pour le moment. Veuillez nous écrire pour obtenir de l’aide.",
      help: "Un administrateur peut y remédier avec `tollgate ensure-internal-app`. Rien n’a été modifié.",
    },
    database_unavailable: {
      title: "Le service est occupé ou en entretien.",
      help: "Réessayez dans un moment. Rien n’a été modifié.",
    },
    outcome_unknown: {
      title: "La base de données n’a pas dit si la modification a été faite.",
      help: "Ouvrez l’onglet Accès à l’API de votre profil pour le voir : si un jeton que vous n’avez pas vu a été créé, régénérez-le.",
    },
  },

  bearerHints: {
    sendToken: (apiAccessUrl) =>
      `Envoyez l’en-tête « Authorization: Bearer YOUR-TOKEN ». Vous obtenez un jeton à ${apiAccessUrl}.`,
    makeNewToken: (apiAccessUrl) =>
      `Vérifiez que le jeton a été copié en entier, ou créez-en un nouveau à ${apiAccessUrl}.`,
    insufficientScope: "Demandez un jeton qui a cette portée.",
  },

  errorPage: {
    requestNumber: (id) => `Numéro de la requête : ${id}`,
    backToProfile: "Aller à votre profil",
  },

  plans: {
    title: "Plans",
    purpose:
      "Voici les plans que voit votre jeton d’API : ceux sur lesquels vous avez un rôle actif.",
    toToken: "Obtenir ou changer votre jeton",
    toDocs: "Toutes les adresses de l’API, à lire et à essayer",
    none: (service) =>
      `Vous n’avez pas encore de plan. Ceux que vous créez dans ${service}, et ceux que d’autres y partagent avec vous, apparaissent ici et dans l’API.`,
    beyondTheEnd: "Il n’y a pas de plans sur cette page.",
    firstPage: "Aller à la première page",
    untitled: "Plan sans titre",
    template: "Modèle",
    noTemplate: "aucun",
    modified: "Modifié",
    role: "Votre rôle",
    roles: {
      creator: "Créateur",
      administrator: "Copropriétaire",
      editor: "Éditeur",
      commenter: "Commentateur",
      reviewer: "Réviseur",
    },
    apiAddress: "Adresse dans l’API",
    copyAddress: "Copier l’adresse",
    pages: "Pages de plans",
    pageOf: (page, pages) => `Page ${page} sur ${pages}`,
    previous: "Page précédente",
    next: "Page suivante",
    back: "Tous les plans",
    answerOf:
      "Voici ce que l’API répond à votre jeton, seule l’heure diffère. Mettez votre jeton à la place de YOUR-TOKEN pour l’obtenir avec un programme.",
    copyJson: "Copier le JSON",
    tryIt: "Essayer l’API",
    withAnswers: "Afficher aussi les questions et réponses",
    withoutAnswers: "Masquer les questions et réponses",
    incomplete: (count) =>
      count === 1
        ? "Incomplet selon la norme RDA : il manque 1 élément"
        : `Incomplet selon la norme RDA : il manque ${count} éléments`,
    shortcomings: {
      no_title: "Le plan n’a pas de titre.",
      no_moments: "On ne sait pas quand le plan a été créé ou modifié.",
      no_language:
        "On ne sait pas dans quelle langue est le plan : choisissez la vôtre dans votre profil.",
      no_contact:
        "Personne n’est propriétaire du plan, et aucun contributeur ne s’occupe de ses données.",
      no_contact_name: "La personne-ressource n’a pas de nom.",
      no_contact_email: "La personne-ressource n’a pas d’adresse courriel valide.",
      no_contributor_name: "Un contributeur n’a pas de nom.",
      no_contributor_id: "Un contributeur n’a ni identifiant ORCID ni adresse courriel.",
      no_contributor_role: "Un contributeur n’a pas de rôle.",
      no_cost_title: "Une question sur les coûts n’a pas de texte.",
      no_project_start: "Le projet n’a pas de date de début.",
      no_project_end: "Le projet n’a pas de date de fin.",
      no_funder_id:
        "L’organisme subventionnaire n’est connu ni par un identifiant ROR ni par un numéro Crossref : choisissez-le dans la liste.",
      no_grant_id: "Le numéro ou l’adresse de la subvention n’est pas donné.",
      no_dataset_title: "Un produit de recherche n’a pas de titre.",
      no_data_access: "Il n’est pas dit qui peut obtenir un produit de recherche.",
      no_host_name: "Un dépôt n’a pas de nom.",
      no_host_url: "Un dépôt n’a pas d’adresse web.",
      no_license_start: "Un produit de recherche avec licence n’a pas de date de diffusion.",
      no_metadata_standard_id: "Une norme de métadonnées n’a pas d’adresse.",
    },
  },

  openApi: {
    title: (service) => `API v2 de ${service}`,
    description:
      "Lit les plans du propriétaire d’un jeton dans les termes de la norme commune de la RDA, les modèles qu’il peut utiliser, et qui il est. Tout le reste sous /api/ répond 404. Les erreurs ont une seule forme; décidez d’après le statut et error_code, car les textes peuvent changer. Chaque réponse porte un x-request-id : donnez-le quand vous demandez de l’aide. Ce qui ne se lit pas comme du HTTP, ou a plus de 16 Kio d’en-têtes (431), reçoit une réponse en texte brut.",
    readable: "La même description à lire, où l’on peut essayer des appels",
    security: {
      bearer:
        "Un jeton d’accès personnel, après le mot Bearer et une espace, avec la portée read ou v2_read. Vous l’obtenez à l’onglet Accès à l’API de votre profil.",
      session:
        "Le témoin du navigateur d’une personne connectée. Il n’ouvre que l’adresse qui crée et révoque les jetons, et un jeton ne l’ouvre jamais.",
    },
    body: "Aucun n’est nécessaire. Quoi qu’il contienne, il s’agit toujours du jeton de la personne connectée.",
    tags: {
      service: { title: "Le service", description: "Est-il là, et qui suis-je?" },
      plans: { title: "Plans", description: "Ceux sur lesquels vous avez un rôle actif." },
      templates: {
        title: "Modèles",
        description: "Ceux à partir desquels vous pouvez créer des plans.",
      },
      tokens: { title: "Votre jeton", description: "Ce que fait le bouton de votre profil." },
    },
    operations: {
      heartbeat: {
        summary: "Demander si le service est là",
        description: "N’exige pas de jeton et ne dit rien du vôtre.",
        answer: "Il est là",
      },
      me: {
        summary: "Demander à qui est le jeton",
        description:
          "Un objet simple, sans l’enveloppe des autres réponses. Il sert à savoir si un jeton est encore valide.",
        answer: "Le propriétaire du jeton; tout sauf le courriel peut être null",
      },
      listPlans: {
        summary: "Énumérer vos plans",
        description:
          "Dans l’ordre de leurs numéros, page par page : suivez next jusqu’à ce qu’il manque. Ce que le propriétaire d’un plan n’a pas donné manque, et n’est jamais null.",
        answer: "Une page de plans; sans rien à énumérer, page et per_page manquent",
      },
      getPlan: {
        summary: "Lire un plan",
        description:
          "Dans la même enveloppe. Un plan qui n’existe pas et un plan sur lequel vous n’avez aucun rôle actif reçoivent la même réponse.",
        answer: "Le plan",
      },
      listTemplates: {
        summary: "Énumérer les modèles",
        description:
          "Dans l’ordre de leurs titres, page par page : ceux qui sont publiés pour tous, et ceux de votre organisation.",
        answer: "Une page de modèles",
      },
      getTemplate: {
        summary: "Lire un modèle",
        description: "Dans la même enveloppe.",
        answer: "Le modèle",
      },
      openApi: {
        summary: "Lire cette description",
        description: "OpenAPI 3.1, dans la langue que demande Accept-Language.",
        answer: "Le document",
      },
      makeToken: {
        summary: "Créer un nouveau jeton",
        description:
          "Pour la personne connectée. Le jeton précédent cesse à ce moment. Avec _method=delete, il est révoqué, car les formulaires ne peuvent pas envoyer DELETE. Accept choisit la réponse : JSON, ou la page.",
        answer: "Le jeton, montré cette seule fois, ou combien ont été révoqués",
      },
      revokeToken: {
        summary: "Révoquer le jeton",
        description: "Pour la personne connectée. Accept choisit la réponse : JSON, ou la page.",
        answer: "Combien de jetons valides ont été révoqués",
      },
    },
    parameters: {
      id: "Son numéro : la fin de l’adresse d’un plan, ou le template_id d’un modèle.",
      page: "Quelle page, à partir de 1. Une valeur étrange n’est jamais une erreur.",
      per_page: "Combien d’éléments contient une page. Plus que le maximum vaut le maximum.",
      complete: "true ajoute chaque question qui a une réponse, avec cette réponse.",
      "x-csrf-token":
        "Dans un en-tête : le jeton contre la falsification d’une page de cette session. Il peut aussi se trouver dans le corps, sous authenticity_token.",
    },
    headers: {
      "x-request-id": "Le nom de cette requête dans le journal",
      "www-authenticate": "Ce qui ne va pas avec le jeton (RFC 6750)",
      "retry-after": "Après combien de secondes il est utile de réessayer",
      allow: "Les méthodes qui existent",
    },
    refusals: {
      400: "La requête ne peut pas être lue : un en-tête, un champ ou le corps n’est pas ce qu’il devrait être",
      401: "Il n’y a pas de jeton ni de session, ou ils ne sont plus valides",
      403: "Le jeton n’a pas la portée qu’exige cette adresse",
      404: "Il n’y a rien, ou rien que vous puissiez voir",
      405: "Une autre méthode que celles de cette adresse; l’en-tête Allow les nomme",
      406: "Ni HTML ni JSON ne convient",
      409: "Seul le service qui l’a commencé peut y mettre fin",
      413: "Le corps a plus de 64 Kio",
      415: "Le corps n’est ni un formulaire ni du JSON",
      422: "Un autre site l’a envoyé, le jeton contre la falsification n’est pas de cette session, ou le formulaire a déjà servi",
      429: "Trop souvent : trop de mauvais jetons depuis votre adresse, ou trop de nouveaux",
      431: "Les en-têtes ont plus de 16 Kio",
      500: "Une erreur du service",
      503: "Le service ne peut pas le faire maintenant",
    },
  },

  readPlans: {
    title: "Tous les plans d’un jeton, en un fichier",
    purpose:
      "Cette page lit, comme le ferait un programme, chaque plan que voit le jeton. Vous obtenez un fichier JSON qui contient une liste; chaque élément est un plan tel que l’API le donne, sous le nom dmp, dans les termes de la norme commune de la RDA.",
    token: "Jeton d’accès",
    complete: "Avec les questions et réponses",
    read: "Lire les plans",
    whose: "Ce jeton est celui de {who}.",
    progress: "Plans lus jusqu’ici : {count} sur {total}.",
    done: "Tous les plans sont lus : {count}. Le fichier est prêt.",
    none: "Il ne voit aucun plan; il n’y a donc pas de fichier.",
    save: "Enregistrer plans.json",
  },

  tokenField: {
    waiting: "En attente de la réponse…",
    stays:
      "Il reste dans ce champ : il n’est conservé nulle part, ne fait jamais partie d’une adresse, et disparaît quand vous quittez la page.",
    noAnswer: "Le serveur n’a pas répondu. Vérifiez votre connexion.",
    oddAnswer:
      "Ce qui a répondu n’est pas l’API, ou pas comme il se doit. Réessayez plus tard; si cela persiste, demandez de l’aide.",
    unusableToken:
      "Ce n’est pas un jeton : il contient des caractères qu’aucun jeton ne contient. Vérifiez qu’il a été copié en entier, et rien d’autre.",
  },

  apiDocs: {
    title: "L’API v2",
    purpose:
      "Vos plans pour vos programmes, dans les termes de la norme commune de la RDA. Chaque adresse est ci-dessous, avec ce qu’elle répond et ce qu’elle refuse.",
    forPrograms: "Cette description pour les programmes (OpenAPI 3.1)",
    token: "Votre jeton",
    getToken: "Obtenir un jeton sur votre profil",
    howToSend: "Envoyez-le avec chaque requête, dans cet en-tête :",
    tokenToTry: "Jeton d’accès, pour essayer des appels sur cette page",
    contents: "Adresses",
    needsNothing: "N’exige rien",
    needsToken: (scopes) => `Exige un jeton avec la portée ${scopes}`,
    or: " ou ",
    needsSession: "Exige une session ouverte; ne s’essaie pas ici",
    toTab: "Le faire sur votre profil",
    parameters: "Paramètres",
    byDefault: (value) => `Si rien n’est donné : ${value}.`,
    command: "Dans un terminal",
    tryIt: "Essayez-le",
    send: "Envoyer",
    answered: "Réponse :",
    answers: "Réponses",
    refusals: "Ce qui peut être refusé",
    refusalsHow:
      "Toutes les erreurs ont cette forme. L’indice (hint) dit ce que vous pouvez faire; un en-tête Retry-After dit quand réessayer.",
    examples: "Exemples",
  },

  imports: {
    title: "Importer un plan",
    purpose:
      "Un plan écrit selon la norme commune RDA pour les PGD devient l’un de vos plans. Si vous l’avez déjà importé, il devient ce que le fichier dit maintenant.",
    file: "Fichier JSON",
    fileHelp: "Version 1.0, 1.1 ou 1.2 de la norme; 1 Mo au plus",
    submit: "Importer",
    back: "Tous les plans",
    created: "Le plan a été importé.",
    updated: "Vous aviez déjà importé ce plan. Il est maintenant tel que le fichier le dit.",
    refused: "Le fichier n’a pas été importé. Rien n’a été changé.",
    open: "Afficher le plan tel que l’API le donne",
    differencesHeading: "Ce qui revient autrement, ou pas du tout",
    differences:
      "Les plans sont conservés dans les tables de DMPRoadmap, où ces parties du fichier n’ont pas de place. Toutes les autres reviennent par l’API.",
    noDifferences: "Tout ce que dit le fichier revient par l’API.",
    problemsHeading: "Ce qui ne va pas dans le fichier",
    lostPart: "n’est pas conservé",
    changedPart: (told) => `revient comme ${JSON.stringify(told)}`,
    andFurther: (count) => `et à ${count} autres endroits`,
    andMore: "Il peut y en avoir d’autres : seuls les cent premiers sont énumérés.",
    problems: {
      no_file: "ce fichier n’existe pas",
      is_folder: "est un dossier : nommez les fichiers qu’il contient",
      is_device: "n’est pas un fichier ordinaire",
      no_permission: "vous n’avez pas le droit de le lire",
      no_choice: "aucun fichier n’a été choisi, ou il est vide",
      not_utf8: "n’est pas du texte en UTF-8",
      not_json: "n’est pas du JSON",
      no_dmp: "n’a pas de membre dmp, par lequel commence un plan de la norme",
      short_column:
        "contient un texte plus long que ce que cette base de données conserve à sa place",
      required: "obligatoire",
      empty: "ne doit pas être vide",
      not_object: "doit être un objet : {…}",
      not_list: "doit être une liste : […]",
      not_text: "doit être du texte",
      not_number: "doit être un nombre",
      not_integer: "doit être un nombre entier, 2^53 au plus",
      not_boolean: "doit être true ou false",
      not_day: "doit être un jour, par exemple 2026-02-13",
      not_moment: "doit être un moment, par exemple 2026-02-13T19:47:04Z",
      not_email: "doit être une adresse courriel",
      not_address: "doit être une adresse, par exemple https://example.org/",
      not_code:
        "doit être un code de la norme : eng pour une langue, EUR pour une monnaie, FR pour un pays",
      repeated: "contient deux fois la même chose",
      too_deep: "est imbriqué trop profondément",
      nul_character: "contient un caractère nul, qu’aucune base de données ne conserve",
      half_character:
        "contient la moitié d’un caractère (un demi-codet seul), qu’aucune base de données ne conserve",
      not_allowed: (words) => `doit être l’un de ces mots : ${words}`,
      too_long: (limit) => `a plus de ${limit} caractères`,
      too_many: (limit) => `a plus de ${limit} éléments`,
      too_large: (megabytes) => `a plus de ${megabytes} Mo`,
    },
  },
};
