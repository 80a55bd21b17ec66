// What a frame may have done is also said when somebody asks for a file by a button of Streamlit's or of Plotly's.

import { isFramed, waysOut } from "./saving.js";

const GIVE_FILES = '[data-testid="stDownloadButton"] button, .modebar-btn[data-title^="Download"]';

let said = null; // where it is said; the page may make it anew

export function watch(place) {
  if (isFramed() && !said) document.addEventListener("click", clicked, true); // before a button keeps it to itself
  said = place;
}

function clicked({ target, isTrusted }) {
  if (!isTrusted) return; // a script's, on the link that it saves by
  said.hidden = !target.closest(GIVE_FILES);
  said.innerHTML = waysOut();
}
