// Buttons beside the related analyses that fill a row of the chosen or of the never shown ones.
// Without this script their titles are typed there.
'use strict';
addEventListener('DOMContentLoaded', () => {
    const panel = document.querySelector('.related-panel');
    const KINDS = [
        {prefix: 'related_picks', field: 'picked', label: panel?.dataset.choose, said: panel?.dataset.chosen},
        {prefix: 'related_bans', field: 'banned', label: panel?.dataset.ban, said: panel?.dataset.banned},
    ];
    // Who may not add such a row has no empty one to copy.
    const offered = panel ? KINDS.filter(kind => document.getElementById(`${kind.prefix}-empty`)) : [];

    const rowsOf = kind => [...document.querySelectorAll(`#${kind.prefix}-group tr.form-row:not(.empty-form)`)];
    const selectOf = (row, kind) => row.querySelector(`select[name$="-${kind.field}"]`);
    const rowWith = (kind, value) => rowsOf(kind).find(row => selectOf(row, kind)?.value === value);
    const changed = input => input.dispatchEvent(new Event('change', {bubbles: true}));
    const mark = (box, isGone) => {
        if (box.checked === isGone) return;
        box.checked = isGone;
        changed(box);
    };

    const put = (kind, pk, text) => {
        const there = rowWith(kind, pk);
        if (there) {
            const box = there.querySelector('input[name$="-DELETE"]');
            if (box) mark(box, false);
            return;
        }
        if (!rowWith(kind, '')) document.querySelector(`#${kind.prefix}-group .add-row a`).click();
        const select = selectOf(rowWith(kind, ''), kind);
        select.append(new Option(text, pk, true, true));
        changed(select);
    };
    const take = (kind, pk) => {
        const row = rowWith(kind, pk);
        const box = row?.querySelector('input[name$="-DELETE"]');
        if (box) mark(box, true);
        else row?.querySelector('.inline-deletelink')?.click();
    };

    for (const item of offered.length ? panel.querySelectorAll('li[data-pk]') : []) {
        const {pk, text} = item.dataset;
        const said = document.createElement('output');
        const tools = document.createElement('span');
        tools.className = 'related-tools';
        for (const kind of offered) {
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'button';
            button.textContent = kind.label;
            button.setAttribute('aria-label', `${kind.label} ${item.querySelector('a').textContent}`);
            button.addEventListener('click', () => {
                // One or the other: the form refuses both.
                for (const other of offered) if (other !== kind) take(other, pk);
                put(kind, pk, text);
                said.textContent = kind.said;
            });
            tools.append(button);
        }
        item.append(tools, said);
    }
});
