// Vendored scripts that a page loads before ours.
declare const L: any;
declare const htmx: any;
