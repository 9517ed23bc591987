// While the form is open the browser says so, and shows who else has it open and who saved since.
// Without this script the page says who had it open when it was loaded, and a save is compared all the same.
'use strict';
addEventListener('DOMContentLoaded', () => {
    const place = document.getElementById('presence');
    const form = document.getElementById('publication_form');
    if (!place || !form) return;
    const message = extra => {
        const data = new FormData();
        for (const name of ['csrfmiddlewaretoken', 'base_version']) {
            data.set(name, form.elements[name]?.value ?? '');
        }
        for (const [name, value] of Object.entries(extra ?? {})) data.set(name, value);
        return data;
    };
    const show = (name, text) => {
        const line = place.querySelector(name);
        // A live region that is written again is read out again.
        if (line.textContent === text) return;
        line.textContent = text;
        line.hidden = !text;
    };
    const beat = async () => {
        let answer;
        try {
            answer = await fetch(place.dataset.url, {method: 'POST', body: message(), redirect: 'manual'});
        } catch {
            return; // Off line for a moment: the next beat tells.
        }
        if (answer.type === 'opaqueredirect') return show('.presence-newer', place.dataset.loggedOut);
        if (!answer.ok) return;
        const {others, newer} = await answer.json();
        show('.presence-others', others);
        show('.presence-newer', newer);
    };
    beat();
    setInterval(beat, place.dataset.seconds * 1000);
    addEventListener('pagehide', () => navigator.sendBeacon(place.dataset.url, message({left: '1'})));
    // Back from the browser's cache: the form is open again.
    addEventListener('pageshow', event => { if (event.persisted) beat(); });
});
