// Some buttons beside the form leave it: say so while it holds unsaved changes.
'use strict';
addEventListener('DOMContentLoaded', () => {
    const content = document.getElementById('publication_form');
    const warning = document.getElementById('form-unsaved');
    if (!content || !warning) return;
    let unsaved = false;
    const touched = () => { unsaved = true; };
    for (const event of ['input', 'change']) content.addEventListener(event, touched);
    document.addEventListener('formset:removed', touched);
    content.addEventListener('click', event => {
        if (event.target.closest('.order-up, .order-down')) touched();
    });
    for (const steps of document.querySelectorAll('.leaves-the-form')) {
        steps.addEventListener('submit', event => {
            if (!unsaved) return;
            event.preventDefault();
            warning.hidden = false;
            warning.focus();
            // Pressed again, it is meant.
            unsaved = false;
        });
    }
});
