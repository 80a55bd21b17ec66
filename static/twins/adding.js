// The form that adds a twin: the same, but one setting has another value.

export const MOST_TWINS = 3;

export function addingHtml({ fields, runs }) {
  if (runs.length > MOST_TWINS) return "";
  const options = Object.entries(fields).filter(([name]) => name !== "alpha").map(([name, label]) => `<option value="${name}">${label}</option>`);
  return `<form class="adding"><label>Add a run: the same, but <select name="field">${options.join("")}</select></label>
    <span class="value"></span><button>Add</button></form>`;
}

export function connectAdding(form, { choices, compare }, send) {
  const field = form.querySelector("[name=field]"), place = form.querySelector(".value");
  const offer = () => {
    const offered = choices[field.value];
    place.innerHTML = offered
      ? `<select name="value" aria-label="Its value">${Object.entries(offered).map(([name, label]) => `<option value="${name}">${label}</option>`).join("")}</select>`
      : '<input name="value" inputmode="decimal" required aria-label="Its value" size="8">';
  };
  field.value = "learning_rate";
  field.onchange = offer;
  offer();
  form.onsubmit = (event) => {
    event.preventDefault();
    const added = `${field.value}:${form.querySelector("[name=value]").value.trim()}`;
    send({ compare: [compare, added].filter(Boolean).join(";") });
  };
}

// What is compared without one of the twins, counted from 1.
export function without(compare, twin) {
  return compare.split(";").filter((_, i) => i !== twin - 1).join(";");
}
