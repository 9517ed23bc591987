// Suggestions under a field of comma-separated tags, for the name being typed.
// Without this script the names are typed in full.
'use strict';
{
    const LIMIT = 8;

    const start = input => {
        const list = document.createElement('ul');
        list.id = `${input.id}_suggestions`;
        list.className = 'suggestions';
        list.setAttribute('role', 'listbox');
        list.hidden = true;
        input.after(list);
        for (const [name, value] of Object.entries({
            role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
            'aria-controls': list.id, autocomplete: 'off',
        })) input.setAttribute(name, value);

        let chosen = -1;
        let asked = 0;

        // The name around the caret: from the comma before it to the comma after.
        const typed = () => {
            const caret = input.selectionStart ?? input.value.length;
            const begin = input.value.lastIndexOf(',', caret - 1) + 1;
            const comma = input.value.indexOf(',', caret);
            return [begin, comma < 0 ? input.value.length : comma];
        };
        const close = () => {
            list.hidden = true;
            chosen = -1;
            input.setAttribute('aria-expanded', 'false');
            input.removeAttribute('aria-activedescendant');
        };
        const mark = index => {
            chosen = index;
            [...list.children].forEach((item, at) => item.setAttribute('aria-selected', at === index));
            const item = list.children[index];
            if (!item) return input.removeAttribute('aria-activedescendant');
            input.setAttribute('aria-activedescendant', item.id);
            item.scrollIntoView({block: 'nearest'});
        };
        const take = name => {
            const [begin, end] = typed();
            const before = input.value.slice(0, begin);
            const after = input.value.slice(end);
            const quoted = name.includes(',') ? `"${name}"` : name;
            const inserted = `${before}${before ? ' ' : ''}${quoted}`;
            input.value = after ? inserted + after : `${inserted}, `;
            const caret = after ? inserted.length : input.value.length;
            input.setSelectionRange(caret, caret);
            input.dispatchEvent(new Event('change', {bubbles: true}));
            close();
        };
        const show = tags => {
            list.replaceChildren(...tags.slice(0, LIMIT).map((tag, index) => {
                const item = document.createElement('li');
                item.id = `${list.id}_${index}`;
                item.setAttribute('role', 'option');
                item.dataset.name = tag.name;
                item.textContent = tag.label === tag.name ? tag.name : `${tag.name} (${tag.label})`;
                return item;
            }));
            list.hidden = !tags.length;
            input.setAttribute('aria-expanded', String(!list.hidden));
            mark(-1);
        };

        input.addEventListener('input', async () => {
            const [begin, end] = typed();
            const words = input.value.slice(begin, end).trim();
            const turn = ++asked;
            if (words.length < 2) return close();
            const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`);
            // An answer that was overtaken by the next letter says nothing any more.
            if (turn === asked && answer.ok) show((await answer.json()).tags);
        });
        input.addEventListener('keydown', event => {
            // Enter ends a name here; it must not save a form that is not finished.
            if (event.key === 'Enter') event.preventDefault();
            if (list.hidden) return;
            const last = list.children.length - 1;
            // An answer that comes late does not change the list under the hand of who chooses.
            if (event.key.startsWith('Arrow')) asked++;
            if (event.key === 'ArrowDown') mark(chosen >= last ? 0 : chosen + 1);
            else if (event.key === 'ArrowUp') mark(chosen <= 0 ? last : chosen - 1);
            else if (event.key === 'Enter' && chosen >= 0) take(list.children[chosen].dataset.name);
            else if (event.key === 'Escape') close();
            else return;
            event.preventDefault();
        });
        // Before the field loses the focus, which closes the list.
        list.addEventListener('mousedown', event => {
            event.preventDefault();
            const item = event.target.closest('li');
            if (item) take(item.dataset.name);
        });
        input.addEventListener('blur', close);
    };

    addEventListener('DOMContentLoaded', () => {
        document.querySelectorAll('input[data-suggest]').forEach(start);
    });
}
