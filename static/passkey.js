// Says so on the page where a passkey could not be used. The rest is allauth's.
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
