// The form of a publication: characters counted, and links that lead into a field.
'use strict';
addEventListener('DOMContentLoaded', () => {
    const words = document.getElementById('form-words')?.dataset;
    const live = document.getElementById('editorial-live');
    const CLOSE = 20;

    const count = input => {
        const limit = input.maxLength;
        const place = document.createElement('p');
        place.id = `${input.id}_count`;
        place.className = 'count help';
        const say = text => text.replace('{count}', input.value.length).replace('{limit}', limit)
            .replace('{left}', limit - input.value.length);
        const show = () => { place.textContent = say(words.count); };
        let pause;
        input.addEventListener('input', () => {
            show();
            clearTimeout(pause);
            // Said once the typing rests, and only when it matters.
            if (live && limit - input.value.length <= CLOSE) {
                pause = setTimeout(() => { live.textContent = say(words.left); }, 1000);
            }
        });
        show();
        (input.closest('.flex-container') ?? input).after(place);
        input.setAttribute('aria-describedby',
            `${input.getAttribute('aria-describedby') ?? ''} ${place.id}`.trim());
    };
    if (words) {
        for (const name of ['title', 'subtitle', 'teaser']) {
            const input = document.getElementById(`id_${name}`);
            if (input?.maxLength > 0) count(input);
        }
    }

    // The input a label names may be hidden behind an editor or a list of its own.
    document.addEventListener('click', event => {
        const link = event.target.closest('a[data-goto]');
        const target = link && document.getElementById(link.dataset.goto);
        if (!target) return;
        event.preventDefault();
        const row = target.closest('.form-row') ?? target;
        const field = [target, ...row.querySelectorAll(
            '.ProseMirror, .select2-selection, input, textarea, select, a, button')].find(
            each => each.offsetParent && each.matches('input, textarea, select, a, button, [tabindex], [contenteditable]'));
        row.scrollIntoView({block: 'center'});
        field?.focus({preventScroll: true});
    });

    // A refused save is the first thing to see.
    document.getElementById('conflict')?.focus();
});
