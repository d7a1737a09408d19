/** Everything a person reads, in British English. */
import type { ErrorCode } from "../errors.ts";

export const enGb = {
  language: "en-GB",

  layout: {
    skipToContent: "Skip to content",
    signedInAs: (name: string) => `Signed in as ${name}`,
    signIn: "Sign in",
    signOut: "Sign out",
    profile: "Edit profile",
    help: "Help:",
  },

  signIn: {
    title: "Sign in",
    email: "Email",
    password: "Password",
    submit: "Sign in",
    refused: "Invalid email or password.",
    tooManyAttempts: (seconds: number) =>
      `Too many attempts. Please wait ${inWords(seconds)} and try again.`,
    signedOut: "You have signed out.",
  },

  profile: {
    title: "Edit profile",
    tabs: "Profile sections",
    personalDetails: "Personal Details",
    apiAccess: "API Access",
    firstName: "First name",
    surname: "Surname",
    email: "Email",
    organisation: "Organisation",
    language: "Language",
    notGiven: "not given",
  },

  apiAccess: {
    heading: "V2 API",
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
    regenerateEndsIt: "Regenerating makes a new token. The present one stops working at once.",
    revoke: "Revoke token",
    regenerated: "Successfully regenerated your API token.",
    notRevoked: "Unable to revoke your API token.",
    tooOften: (seconds: number) =>
      `That was too often. Please wait ${inWords(seconds)} and try again. Nothing was changed.`,
    notRegenerated: "Unable to regenerate your API token.",
    revoked: "Your API token was revoked. It no longer works.",
    nothingToRevoke: "There was no live token to revoke.",
    formAlreadyUsed:
      "This form was already used, so nothing was changed. The token that it made is still good, unless you have regenerated or revoked it since; it cannot be shown again.",
    unavailable: "V2 API token service is currently unavailable. Please contact us for help.",
    tryIt: "Try it",
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
    not_found: {
      title: "There is nothing at this address.",
      help: "Check it for typing errors.",
    },
    method_not_allowed: {
      title: "This address cannot be used in this way.",
      help: "Use another method, or the links and buttons of the pages.",
    },
    not_acceptable: {
      title: "This address does not answer in the format asked for.",
      help: "It answers in HTML and JSON. Nothing was changed.",
    },
    payload_too_large: {
      title: "The request is too large.",
      help: "At most 64 KiB are read here. Nothing was changed.",
    },
    unsupported_media_type: {
      title: "The request's content type is not read here.",
      help: "Send a form (application/x-www-form-urlencoded) or JSON (application/json).",
    },
    forged_request: {
      title: "The change you wanted was rejected.",
      help: "The form did not come from this session of yours. Reload the page and try again. Nothing was changed.",
    },
    cookies_required: {
      title: "Your browser did not send our cookie.",
      help: "Allow cookies for this site, reload the page and try again. Nothing was changed.",
    },
    form_already_used: {
      title: "This form was already used.",
      help: "Nothing was changed. Reload the page to go on.",
    },
    too_many_requests: {
      title: "That was too often.",
      help: "Wait a while and try again. Nothing was changed.",
    },
    headers_too_large: {
      title: "The request's headers are too large.",
      help: "At most 16 KiB are read.",
    },
    server_error: {
      title: "There was a problem in the server.",
      help: "It was logged. If it happens again, tell us the request number.",
    },
    application_missing: {
      title: "V2 API token service is currently unavailable. Please contact us for help.",
      help: "An administrator can mend it by running `tollgate ensure-internal-app`. Nothing was changed.",
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
};

export type Texts = typeof enGb;

function inWords(seconds: number): string {
  if (seconds === 1) return "1 second";
  if (seconds < 120) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
