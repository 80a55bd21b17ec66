// In place of a picture whose page is of another version than its modules.

export function outdated(place) {
  place.innerHTML = '<p class="reload" role="alert">The app has been updated since this page was opened. <button>Reload</button></p>';
  place.querySelector("button").onclick = () => location.reload();
}
