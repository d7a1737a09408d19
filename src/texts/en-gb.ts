/** Everything a person reads, in British English. Its keys are what every other language must have. */
import type { ErrorCode, ErrorStatus } from "../errors.ts";
import type { ProblemTexts } from "./describe-problem.ts";
import type { ShortcomingCode } from "../plans/shortcomings.ts";
import { inWords } from "./durations.ts";

export const enGb = {
  language: "en-GB",

  layout: {
    skipToContent: "Skip to content",
    signedInAs: (name: string) => `Signed in as ${name}`,
    signOut: "Sign out",
    /** For somebody whom the service beside us has signed in, which alone can sign him out. */
    signOutThere: (service: string) => `Sign out in ${service}`,
    navigation: "Pages",
    help: "Need help? Write to",
  },

  signIn: {
    title: "Sign in",
    email: "Email",
    password: "Password",
    submit: "Sign in",
    refused: "Invalid email or password.",
    tooManyAttempts: (seconds: number) =>
      `Too many attempts. Please wait ${inWords("en-GB", seconds)} and try again.`,
    signedOut: "You have signed out.",
    sessionEnded:
      "Your session has ended. If you pressed a button, nothing was changed. Please sign in again.",
    elsewhere: (service: string) =>
      `Do you use your institution's account or ORCID? Sign in to ${service} first, then come back here.`,
    goThere: (service: string) => `Go to ${service}`,
  },

  profile: {
    title: "Edit profile",
    sections: "Sections of your profile",
    personalDetails: "Personal Details",
    apiAccess: "API Access",
    firstName: "First name",
    surname: "Surname",
    email: "Email",
    organisation: "Organisation",
    language: "Language",
    notGiven: "not given",
    whereToChange: (service: string) =>
      `These details cannot be changed here. Change them in ${service}, or ask its administrators.`,
  },

  apiAccess: {
    heading: "V2 API",
    purpose:
      "With an access token your scripts and tools read your plans through the v2 API, in your name. Keep it like a password.",
    accessToken: "Access token",
    none: "Click the button below to generate an API token",
    keepUsing: "If you previously generated and saved a token, please continue using that token.",
    copyNow: "Please copy this token now and store it somewhere safely.",
    willDisappear: "It will disappear after you leave or refresh this page.",
    live: "You have a live token:",
    madeOn: "Made",
    lastFour: "Ends in",
    lastUsed: "Last used here",
    neverUsed: "not yet",
    madeElsewhere: "unknown: it was made by another application",
    regenerate: "Regenerate token",
    confirmRegenerate: (ending: string | null) =>
      `${ending ? `Your present token, ending in ${ending},` : "Your present token"} stops working at once, in every script that uses it.`,
    doRegenerate: "Yes, make a new token",
    revoke: "Revoke token",
    confirmRevoke: (ending: string | null) =>
      `${ending ? `Your token ending in ${ending}` : "Your token"} stops working at once, and you will have none until you make a new one.`,
    doRevoke: "Yes, revoke it",
    keep: "Keep the present token",
    regenerated: "Successfully regenerated your API token.",
    notRevoked: "Unable to revoke your API token.",
    tooOften: (seconds: number) =>
      `That was too often. Please wait ${inWords("en-GB", seconds)} and try again. Nothing was changed.`,
    notRegenerated: "Unable to regenerate your API token.",
    revoked: "Your API token was revoked. It no longer works.",
    nothingToRevoke: "There was no live token to revoke.",
    formAlreadyUsed:
      "This form was already used, so nothing was changed. The token that it made is still good, unless you have regenerated or revoked it since; it cannot be shown again.",
    unavailable: "V2 API token service is currently unavailable. Please contact us for help.",
    tryIt: "Try it",
    tryItHow:
      "Put your token in the place of YOUR-TOKEN and run this in a terminal. It answers with your name.",
    documentation: "Documentation of the v2 API",
  },

  copying: {
    copyToken: "Copy",
    copyCommand: "Copy the command",
    copied: "Copied",
    refused:
      "Your browser did not allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac.",
  },

  /** Said by the page's script when a press did not get an answer that explains itself. */
  pressing: {
    signIn: "Go to the sign-in page",
    offline:
      "No answer came from the server. Check your connection, then reload the page to see whether anything was changed.",
  },

  legacyToken: {
    heading: "Legacy API",
    accessToken: "Access token",
    none: "Click the button below to generate an API token",
    show: "Show the token",
    documentation: "Documentation",
    /** Each sentence around its links, which stand in the place of the names in braces. */
    v0: "See the {documentationV0} for more details on the original API which includes access to statistics, the full text of plans and the ability to connect users with departments.",
    documentationV0: "documentation for v0",
    v1: "See the {documentationV1} for more details on the API that supports the {rdaStandard} for DMPs.",
    documentationV1: "documentation for v1",
    rdaStandard: "RDA Common metadata standard",
    answeredElsewhere: (service: string) =>
      `The v0 and v1 APIs are answered by ${service} itself, not by this server.`,
    regenerate: "Regenerate token",
    confirmRegenerate:
      "Your present legacy token stops working at once, in every script that uses it.",
    doRegenerate: "Yes, make a new legacy token",
    keep: "Keep the present token",
    regenerated: "Successfully regenerated your legacy API token.",
    notAllowed:
      "Only administrators of an organisation can make themselves a new legacy token. Ask yours.",
  },

  /** What went wrong and what to do about it, by error code. */
  errors: {
    invalid_request: {
      title: "The request could not be read.",
      help: "Check its address, its fields and its body. Nothing was changed.",
    },
    ambiguous_request: {
      title: "A header that must stand once is missing or was sent twice.",
      help: "Send Host once, and Authorization, Cookie, Origin and Content-Type at most once.",
    },
    not_signed_in: {
      title: "You need to sign in before continuing.",
      help: "Sign in and try again. Nothing was changed.",
    },
    not_allowed: {
      title: "You are not authorized to perform this action.",
      help: "Ask an administrator of your organisation. Nothing was changed.",
    },
    not_found: {
      title: "There is nothing at this address.",
      help: "Check it for typing errors.",
    },
    plan_not_found: {
      title: "Plan not found",
      help: "It is not there, or you have no active role on it. The list of plans has those that you see.",
    },
    template_not_found: {
      title: "Template not found",
      help: "It is not there, or not meant for your organisation. The list of templates has those that you see.",
    },
    method_not_allowed: {
      title: "This address cannot be used in this way.",
      help: "Use another method, or the links and buttons of the pages.",
    },
    not_acceptable: {
      title: "This address does not answer in the format asked for.",
      help: "It answers in HTML and JSON: ask for one of them. Nothing was changed.",
    },
    sign_out_elsewhere: {
      title: "You cannot sign out here.",
      help: "The service beside this one has signed you in. Sign out there: that ends it here too.",
    },
    payload_too_large: {
      title: "The request is too large.",
      help: "Send less: at most 64 KiB are read here. Nothing was changed.",
    },
    unsupported_media_type: {
      title: "The request's content type is not read here.",
      help: "Send a form (application/x-www-form-urlencoded) or JSON (application/json).",
    },
    forged_request: {
      title: "The change you wanted was rejected.",
      help: "The form did not come from this session of yours. Open its page again and try once more. Nothing was changed.",
    },
    cookies_required: {
      title: "Your browser did not send this form's cookie.",
      help: "Allow cookies for this site, open the page again and try once more. Nothing was changed.",
    },
    form_already_used: {
      title: "This form was already used.",
      help: "Nothing was changed. Open its page again to go on.",
    },
    too_many_requests: {
      title: "That was too often.",
      help: "Wait a while and try again. Nothing was changed.",
    },
    headers_too_large: {
      title: "The request's headers are too large.",
      help: "Send less: at most 16 KiB are read. In a browser, delete this site's cookies.",
    },
    server_error: {
      title: "There was a problem in the server.",
      help: "It was logged. Try again later; if it happens again, tell us the request number.",
    },
    application_missing: {
      title: "V2 API token service is currently unavailable. Please contact us for help.",
      help: "An administrator can fix it by running `tollgate ensure-internal-app`. Nothing was changed.",
    },
    database_unavailable: {
      title: "The service is busy or being maintained.",
      help: "Try again in a moment. Nothing was changed.",
    },
    outcome_unknown: {
      title: "The database did not say whether the change was made.",
      help: "Open your profile's API Access tab to see: if a token was made whose secret you have not seen, regenerate it.",
    },
  } satisfies Record<ErrorCode, { title: string; help: string }>,

  bearerHints: {
    sendToken: (apiAccessUrl: string) =>
      `Send the header "Authorization: Bearer YOUR-TOKEN". You get a token at ${apiAccessUrl}.`,
    makeNewToken: (apiAccessUrl: string) =>
      `Check that the token was copied whole, or make a new one at ${apiAccessUrl}.`,
    insufficientScope: "Ask for a token that has this scope.",
  },

  errorPage: {
    requestNumber: (id: string) => `Request number: ${id}`,
    backToProfile: "Go to your profile",
  },

  plans: {
    title: "Plans",
    purpose:
      "These are the plans that your API token sees: those on which you have an active role.",
    toToken: "Get or change your token",
    toDocs: "All addresses of the API, to read and to try",
    none: (service: string) =>
      `You have no plans yet. Those that you make in ${service}, and those that others share with you there, appear here and in the API.`,
    beyondTheEnd: "There are no plans on this page.",
    firstPage: "Go to the first page",
    untitled: "Untitled plan",
    template: "Template",
    noTemplate: "none",
    modified: "Changed",
    role: "Your role",
    roles: {
      creator: "Creator",
      administrator: "Co-owner",
      editor: "Editor",
      commenter: "Commenter",
      reviewer: "Reviewer",
    },
    apiAddress: "API address",
    copyAddress: "Copy the address",
    pages: "Pages of plans",
    pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
    previous: "Previous page",
    next: "Next page",
    back: "All plans",
    answerOf:
      "This is what the API answers to your token, apart from the time. Put your token in the place of YOUR-TOKEN to get it with a program.",
    copyJson: "Copy the JSON",
    tryIt: "Try the API",
    withAnswers: "Show questions and answers too",
    withoutAnswers: "Hide questions and answers",
    incomplete: (count: number) =>
      count === 1
        ? "Not complete by the RDA standard: 1 thing is missing"
        : `Not complete by the RDA standard: ${count} things are missing`,
    shortcomings: {
      no_title: "The plan has no title.",
      no_moments: "It is not known when the plan was made or changed.",
      no_language: "It is not known in which language the plan is: choose yours in your profile.",
      no_contact: "Nobody owns the plan, and no contributor looks after its data.",
      no_contact_name: "The contact person has no name.",
      no_contact_email: "The contact person has no valid email address.",
      no_contributor_name: "A contributor has no name.",
      no_contributor_id: "A contributor has neither an ORCID iD nor an email address.",
      no_contributor_role: "A contributor has no role.",
      no_cost_title: "A question about costs has no text.",
      no_project_start: "The project has no start date.",
      no_project_end: "The project has no end date.",
      no_funder_id:
        "The funder is not known by a ROR ID or a Crossref funder ID: choose it from the list.",
      no_grant_id: "The grant's number or address is not given.",
      no_dataset_title: "A research output has no title.",
      no_data_access: "It is not stated who may access a research output.",
      no_host_name: "A repository has no name.",
      no_host_url: "A repository has no web address.",
      no_license_start: "A research output with a licence has no release date.",
      no_metadata_standard_id: "A metadata standard has no address.",
    } satisfies Record<ShortcomingCode, string>,
  },

  /** What the API's documentation says, for programs and for people. */
  openApi: {
    title: (service: string) => `v2 API of ${service}`,
    description:
      "Reads the plans of a token's owner in the words of the RDA DMP Common Standard, the templates that he can use, and who he is. Everything else under /api/ is 404. Errors have one form; decide by status and error_code, because texts may change. Every answer has an x-request-id: name it when you ask for help. What cannot be read as HTTP, or has more than 16 KiB of headers (431), is answered in plain text.",
    readable: "The same for people, where calls can be tried",
    security: {
      bearer:
        "A personal access token, after the word Bearer and a space, with the scope read or v2_read. You get one on your profile's tab API Access.",
      session:
        "The cookie of a signed-in person's browser. It opens only the address that makes and ends tokens, and a token never does.",
    },
    body: "None is needed. What stands in it is nobody else's token: always that of whoever is signed in.",
    tags: {
      service: { title: "The service", description: "Is it there, and who am I?" },
      plans: { title: "Plans", description: "Those on which you have an active role." },
      templates: { title: "Templates", description: "Those that you can make plans from." },
      tokens: { title: "Your token", description: "What the button on your profile does." },
    },
    operations: {
      heartbeat: {
        summary: "Ask whether the service is there",
        description: "Needs no token, and says nothing about yours.",
        answer: "It is there",
      },
      me: {
        summary: "Ask whose token it is",
        description:
          "A flat object, without the envelope of the other answers. Use it to find out whether a token is still good.",
        answer: "The token's owner; all but the email address may be null",
      },
      listPlans: {
        summary: "List your plans",
        description:
          "In the order of their ids, page by page: follow next until it is missing. What a plan's owner has not given is missing, and never null.",
        answer: "One page of plans; with nothing to page through, page and per_page are missing",
      },
      getPlan: {
        summary: "Read one plan",
        description:
          "In the same envelope. A plan that does not exist and one on which you have no active role are answered alike.",
        answer: "The plan",
      },
      listTemplates: {
        summary: "List templates",
        description:
          "In the order of their titles, page by page: those that are published for everybody, and those of your organisation.",
        answer: "One page of templates",
      },
      getTemplate: {
        summary: "Read one template",
        description: "In the same envelope.",
        answer: "The template",
      },
      openApi: {
        summary: "Read this description",
        description: "OpenAPI 3.1, in the language that Accept-Language asks for.",
        answer: "The document",
      },
      makeToken: {
        summary: "Make a new token",
        description:
          "For whoever is signed in. The former token ends at that moment. With _method=delete it revokes instead, because forms cannot send DELETE. Accept says which answer you get: JSON, or the page.",
        answer: "The token, which is shown this once, or how many were revoked",
      },
      revokeToken: {
        summary: "Revoke the token",
        description:
          "For whoever is signed in. Accept says which answer you get: JSON, or the page.",
        answer: "How many live tokens it ended",
      },
    },
    parameters: {
      id: "Its number: the last part of a plan's address, or a template's template_id.",
      page: "Which page, counted from 1. Odd values are never an error.",
      per_page: "How many items a page holds. More than the most counts as the most.",
      complete: "true adds every question that is answered, with its answer.",
      "x-csrf-token":
        "In a header: the anti-forgery token of a page of this session. The body's authenticity_token may hold it instead.",
    },
    headers: {
      "x-request-id": "What the log calls this request",
      "www-authenticate": "What is wrong with the token (RFC 6750)",
      "retry-after": "After how many seconds another try makes sense",
      allow: "The methods that there are",
    },
    refusals: {
      400: "The request cannot be read: a header, a field or the body is not what it should be",
      401: "There is no token or session, or one that is not good any more",
      403: "The token lacks the scope that this address needs",
      404: "There is nothing, or nothing that you may see",
      405: "Another method than those of this address; the header Allow names them",
      406: "Neither HTML nor JSON is acceptable",
      409: "Only the service that began this can end it",
      413: "The body has more than 64 KiB",
      415: "The body is neither a form nor JSON",
      422: "Another site sent this, its anti-forgery token is not this session's, or the form was used",
      429: "Too often: too many bad tokens from your address, or too many new ones",
      431: "The headers have more than 16 KiB",
      500: "A mistake of the service",
      503: "The service cannot do it now",
    } satisfies Record<ErrorStatus, string>,
  },

  /** On the page of plans: all of them, read with a token. What stands in braces is filled in by the page's script. */
  readPlans: {
    title: "All plans of a token, in one file",
    purpose:
      "This page reads, as a program would, every plan that the token sees. You get a JSON file with a list; each item of it is a plan as the API answers it, under the name dmp, in the words of the RDA DMP Common Standard.",
    token: "Access token",
    complete: "With questions and answers",
    read: "Read the plans",
    whose: "This is the token of {who}.",
    progress: "Plans read so far: {count} of {total}.",
    done: "All plans are read: {count}. The file is ready.",
    none: "It sees no plans, so there is no file.",
    save: "Save plans.json",
  },

  /** Where a token is pasted for a page to use. */
  tokenField: {
    waiting: "Waiting for the answer …",
    stays:
      "It stays in this field: it is not kept anywhere, never part of an address, and gone when you leave the page.",
    noAnswer: "No answer came from the server. Check your connection.",
    oddAnswer:
      "What answered is not the API, or not as it should be. Try again later; if it stays so, ask for help.",
    unusableToken:
      "That is not a token: it has characters that no token has. Check that it was copied whole, and nothing else.",
  },

  /** The page on which the API is documented. */
  apiDocs: {
    title: "The v2 API",
    purpose:
      "Your plans for your programs, in the words of the RDA DMP Common Standard. Every address is below, with what it answers and what it refuses.",
    forPrograms: "This description for programs (OpenAPI 3.1)",
    token: "Your token",
    getToken: "Get a token on your profile",
    howToSend: "Send it with every request, in this header:",
    tokenToTry: "Access token, to try calls on this page",
    contents: "Addresses",
    needsNothing: "Needs nothing",
    needsToken: (scopes: string) => `Needs a token with the scope ${scopes}`,
    or: " or ",
    needsSession: "Needs a signed-in session; it cannot be tried here",
    toTab: "Do it on your profile",
    parameters: "Parameters",
    byDefault: (value: string) => `Unless given: ${value}.`,
    command: "In a terminal",
    tryIt: "Try it",
    send: "Send",
    answered: "Answer:",
    answers: "Answers",
    refusals: "What can be refused",
    refusalsHow:
      "All errors have this form. The hint says what you can do; a Retry-After header says when to try again.",
    examples: "Examples",
  },

  imports: {
    title: "Import a plan",
    purpose:
      "A plan in the words of the RDA DMP Common Standard becomes a plan of yours. If you have imported it before, it becomes what the file says now.",
    file: "JSON file",
    fileHelp: "Version 1.0, 1.1 or 1.2 of the standard; at most 1 MB",
    submit: "Import",
    back: "All plans",
    created: "The plan was imported.",
    updated: "You had imported this plan before. It is now as the file says.",
    refused: "The file was not imported. Nothing was changed.",
    open: "Show the plan as the API answers it",
    differencesHeading: "What comes back otherwise, or not at all",
    differences:
      "Plans are kept in DMPRoadmap's tables, which have no place for these parts of the file. All others come back from the API.",
    noDifferences: "Everything that the file says comes back from the API.",
    problemsHeading: "What is wrong with the file",
    lostPart: "not kept",
    changedPart: (told: string) => `comes back as ${JSON.stringify(told)}`,
    andFurther: (count: number) => `and in ${count} further places`,
    andMore: "There may be more: only the first hundred are listed.",
    problems: {
      no_file: "there is no such file",
      is_folder: "is a folder: name the files in it",
      is_device: "is no ordinary file",
      no_permission: "may not be read by you",
      no_choice: "no file was chosen, or it is empty",
      not_utf8: "is not text in UTF-8",
      not_json: "is not JSON",
      no_dmp: "has no member dmp, with which a plan of the standard begins",
      short_column: "has a text that is longer than this database keeps in its place",
      required: "required",
      empty: "must not be empty",
      not_object: "must be an object: {…}",
      not_list: "must be a list: […]",
      not_text: "must be text",
      not_number: "must be a number",
      not_integer: "must be a whole number, at most 2^53",
      not_boolean: "must be true or false",
      not_day: "must be a day, such as 2026-02-13",
      not_moment: "must be a moment, such as 2026-02-13T19:47:04Z",
      not_email: "must be an email address",
      not_address: "must be an address, such as https://example.org/",
      not_code:
        "must be a code of the standard: eng for a language, EUR for a currency, FR for a country",
      repeated: "has the same twice",
      too_deep: "is nested too deeply",
      nul_character: "has a NUL character, which no database keeps",
      half_character: "has half of a character (a lone surrogate), which no database keeps",
      not_allowed: (words: string) => `must be one of: ${words}`,
      too_long: (limit: number) => `has more than ${limit} characters`,
      too_many: (limit: number) => `has more than ${limit} items`,
      too_large: (megabytes: number) => `has more than ${megabytes} MB`,
    } satisfies ProblemTexts,
  },
};

export type Texts = typeof enGb;
