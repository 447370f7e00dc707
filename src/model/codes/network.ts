/** Codes of indexes, downloads and the store. */
import type { CodeEntry } from "./entry.ts";

/** See `CodeEntry`. Exit 1: the other side contradicted a pin, a standard or itself. Exit 3: nobody lied as far as can be told, but there is no answer. */
export const networkCodes: readonly CodeEntry[] = [
  {
    code: "TW-SOURCE-URL",
    exit: 2,
    title: "an address of a source cannot be used",
    meaning:
      "An index, a page of links or a proxy was named by something that is no http: or https: address, or by a scheme that is not supported.",
    todo: "Correct the flag, variable or file that the message names.",
  },
  {
    code: "TW-SOURCE-VALUE",
    exit: 2,
    title: "a setting of the sources has a wrong value",
    meaning: "A switch is neither true nor false, or a number is none, or a required value is empty.",
    todo: "Correct the flag, variable or file that the message names.",
  },
  {
    code: "TW-SOURCE-CONFIG",
    exit: 2,
    title: "a pip configuration file cannot be read",
    meaning:
      "The file breaks the grammar of pip's configuration files, so nobody can say which index it means; pip refuses it too.",
    todo: "Correct the line that the message names, or pass --isolated to ignore such files.",
  },
  {
    code: "TW-SOURCE-NONE",
    exit: 2,
    title: "there is no place left to fetch from",
    meaning: "--no-index was given, or a variable or file set it, and no --find-links names another place.",
    todo: "Name a folder with --find-links, or leave --no-index out; -v tells what set it.",
  },
  {
    code: "TW-TLS-AUTHORITIES",
    exit: 2,
    title: "a file of certificate authorities cannot be used",
    meaning:
      "The file that a flag or variable names is missing, unreadable, or holds no certificate in PEM form.",
    todo: "Correct or unset what the message names.",
  },
  {
    code: "TW-HTTP-DNS",
    exit: 3,
    title: "a host name cannot be resolved",
    meaning: "The name service has no address for the host, or did not answer.",
    todo: "Check the address and the network; with a filled store or folder, --offline or --no-index --find-links need no network.",
  },
  {
    code: "TW-HTTP-CONNECT",
    exit: 3,
    title: "a server cannot be reached",
    meaning: "No connection came about, or it broke before an answer began, also after every further try.",
    todo: "Try again later, or check the network, the proxy and the address.",
  },
  {
    code: "TW-HTTP-TIMEOUT",
    exit: 3,
    title: "a server did not answer in time",
    meaning:
      "Connecting, waiting for the head of an answer, or a silence within a body took longer than the timeout.",
    todo: "Try again later, or raise --timeout.",
  },
  {
    code: "TW-HTTP-SLOW",
    exit: 3,
    title: "a server answers too slowly",
    meaning:
      "The body came at less than the minimum rate. A server that drips bytes can hold a command for days, so it is given up.",
    todo: "Try again later or use another source; what had arrived is kept for the next run.",
  },
  {
    code: "TW-HTTP-CUT",
    exit: 3,
    title: "a body ended early",
    meaning:
      "The connection closed before the announced or pinned size was reached, also after every further try.",
    todo: "Try again later; what had arrived is kept for the next run.",
  },
  {
    code: "TW-HTTP-NOT-FOUND",
    exit: 3,
    title: "the server does not have it",
    meaning: "The server answered 404 or 410.",
    todo: "Check the address of the source and the name.",
  },
  {
    code: "TW-HTTP-DENIED",
    exit: 3,
    title: "the server wants credentials, or others",
    meaning:
      "The server answered 401 or 403. Credentials are sent only to the very origin they were given for.",
    todo: "Give credentials for this origin in its address or in netrc.",
  },
  {
    code: "TW-HTTP-STATUS",
    exit: 3,
    title: "the server refused the request",
    meaning: "The server answered a status that is neither success nor one that is known to pass.",
    todo: "Check the address of the source; the message tells the status.",
  },
  {
    code: "TW-HTTP-SERVER",
    exit: 3,
    title: "the server is in trouble",
    meaning: "The server answered 429 or 5xx, also after every further try.",
    todo: "Try again later.",
  },
  {
    code: "TW-HTTP-PROTOCOL",
    exit: 3,
    title: "an answer is not valid HTTP",
    meaning: "The bytes that came are no HTTP answer, or its head is too large.",
    todo: "Check that the address names an HTTP server, and what stands between.",
  },
  {
    code: "TW-HTTP-PROXY",
    exit: 3,
    title: "the proxy did not let the request through",
    meaning: "The proxy refused to open a tunnel, wants credentials, or answered no HTTP.",
    todo: "Check HTTPS_PROXY, HTTP_PROXY or --proxy, and NO_PROXY for hosts that need none.",
  },
  {
    code: "TW-HTTP-REDIRECTS",
    exit: 3,
    title: "too many redirects",
    meaning: "The server sent the request from one address to the next without an end.",
    todo: "Check the address of the source.",
  },
  {
    code: "TW-TLS-UNTRUSTED",
    exit: 3,
    title: "the server's certificate is not trusted",
    meaning:
      "No known authority vouches for the certificate, or it is for another host, or it has expired. Somebody may stand in between.",
    todo: "If your network has its own authority, name its PEM file with --cert, SSL_CERT_FILE or PIP_CERT. There is no switch that turns this off.",
  },
  {
    code: "TW-TLS-FAILED",
    exit: 3,
    title: "no TLS connection came about",
    meaning: "Client and server did not agree on TLS, or the other side does not speak it.",
    todo: "Check that the address should be https:, and what stands between.",
  },
  {
    code: "TW-HTTP-TOO-LONG",
    exit: 1,
    title: "a body is longer than it may be",
    meaning:
      "The body, or what it inflates to, passed the limit for its kind. Endless bodies and decompression bombs look like this.",
    todo: "Do not use this source until its keeper explains it.",
  },
  {
    code: "TW-HTTP-LENGTH",
    exit: 1,
    title: "the server announces another size than was pinned",
    meaning: "A file of another size is another file; it was refused before it was read.",
    todo: "Do not use this source; compare with an independent one.",
  },
  {
    code: "TW-HTTP-ENCODING",
    exit: 1,
    title: "the server encoded a body that nobody asked to encode",
    meaning:
      "Files are asked for raw, pages at most with gzip. Any other encoding is refused before it is decoded, because decoders are attack surface and hide the real size.",
    todo: "Check what stands between; no honest server does this.",
  },
  {
    code: "TW-HTTP-RANGE",
    exit: 1,
    title: "the server answered another part than was asked for",
    meaning: "A 206 answer must begin where the request asked and tell the whole size.",
    todo: "Try again; if it stays, do not use this source.",
  },
  {
    code: "TW-HTTP-REDIRECT-SCHEME",
    exit: 1,
    title: "a redirect or link leads to another scheme",
    meaning:
      "Only http: and https: are followed. A server that points at file: or data: wants to make this machine read something else.",
    todo: "Do not use this source until its keeper explains it.",
  },
  {
    code: "TW-HTTP-REDIRECT-DOWNGRADE",
    exit: 1,
    title: "a redirect or link leads from https: to http:",
    meaning: "Leaving TLS would show the request and its answer to everybody on the way.",
    todo: "Ask the source's keeper to keep to https:.",
  },
  {
    code: "TW-HTTP-REDIRECT-PRIVATE",
    exit: 1,
    title: "a redirect or link leads into a private network",
    meaning:
      "A public server pointed at a loopback, private or link-local address, which is how outsiders reach inner services.",
    todo: "If that server is meant to be used, name it as an index or with --find-links.",
  },
  {
    code: "TW-INDEX-CONTENT-TYPE",
    exit: 3,
    title: "the index answered something that is no project page",
    meaning:
      "The media type is none of the simple API's. Login pages of networks and misrouted requests look like this.",
    todo: "Open the address in a browser, or check the index's address: it often ends in /simple/.",
  },
  {
    code: "TW-INDEX-API-VERSION",
    exit: 3,
    title: "the index speaks a version that is not understood",
    meaning: "PEP 629 says to stop at another major version, because its meaning is unknown.",
    todo: "Update truewheel, or use an index that speaks version 1.",
  },
  {
    code: "TW-INDEX-MALFORMED",
    exit: 1,
    title: "a project page breaks the standard",
    meaning:
      "A required key is missing or has the wrong type, a file is listed twice, or a name is no plain file name. A page with two readings proves nothing.",
    todo: "Tell the index's keeper; use another index meanwhile.",
  },
  {
    code: "TW-INDEX-OTHER-PROJECT",
    exit: 1,
    title: "the index answered with another project's page",
    meaning: "The name on the page is not the one that was asked for.",
    todo: "Do not use this index until its keeper explains it.",
  },
  {
    code: "TW-INDEX-QUARANTINED",
    exit: 1,
    title: "the project is quarantined",
    meaning:
      "The index says that the project must not be installed for now (PEP 792), usually because malware is suspected.",
    todo: "Read the index's reason, and wait or pin another project.",
  },
  {
    code: "TW-INDEX-NO-PROJECT",
    exit: 3,
    title: "no index has the project",
    meaning: "Every index answered that it does not know the name.",
    todo: "Check the index's address; -v tells what set it.",
  },
  {
    code: "TW-FETCH-ABSENT",
    exit: 1,
    title: "no source offers the file",
    meaning:
      "The sources answered, and the pinned file is not among what they offer; some or all other versions are.",
    todo: "Use a source that has it: a complete mirror, or a folder given by --find-links.",
  },
  {
    code: "TW-FETCH-OTHER-DIGEST",
    exit: 1,
    title: "the source names another digest than was pinned",
    meaning:
      "The source itself says that its file is not the pinned one. Either the source was altered or the pin is wrong. Nothing was downloaded.",
    todo: "Compare the pin with an independent source before anything else; never copy the digest from the source in doubt.",
  },
  {
    code: "TW-FETCH-OTHER-SIZE",
    exit: 1,
    title: "the source has a file of another size than was pinned",
    meaning: "A file of another size is another file. Nothing of it was used.",
    todo: "Compare the pin with an independent source; do not use this one until it agrees.",
  },
  {
    code: "TW-FETCH-OTHER-BYTES",
    exit: 1,
    title: "the bytes are not the pinned ones",
    meaning:
      "What arrived has the pinned name and size but another digest: it was altered on the server, in between, or on this disk. It was thrown away.",
    todo: "Use another source and tell the keeper of this one; get the expected digest from an independent place.",
  },
  {
    code: "TW-FETCH-NAME",
    exit: 1,
    title: "a pinned file name is no plain file name",
    meaning: "The name holds a separator, a control character, or becomes another name when it is decoded.",
    todo: "Whoever made the pin must correct it.",
  },
  {
    code: "TW-FETCH-OFFLINE",
    exit: 3,
    title: "files are missing and the network is off",
    meaning: "--offline uses the store and folders only, and they do not have every file.",
    todo: "Run once with the network, or put the named files into a folder and pass it with --find-links.",
  },
  {
    code: "TW-STORE-DAMAGED",
    exit: 3,
    title: "unpacked files in the store are damaged",
    meaning:
      "An unpacked file of a wheel in the store is not the one that was verified. It was not used, what was unpacked of the wheel was removed, and the target is as it was. A command tries once more by itself, from the wheel.",
    todo: "Run the command again. If it happens again, the disk is failing or somebody else writes to the store: name another place with --cache-dir.",
  },
  {
    code: "TW-STORE-MISUSED",
    exit: 2,
    title: "the store was called wrongly",
    meaning:
      "Bytes were given with another digest than their own, or a kind of entry has no proper name. This is a fault of truewheel; nothing was stored.",
    todo: "Please report it with the command that led here.",
  },
];
