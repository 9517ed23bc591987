// Suggestions under a search field. Without this script the words are typed and sent as they are.
'use strict';
{
    const start = input => {
        const list = document.createElement('ul');
        list.id = `${input.id}-suggestions`;
        list.className = 'suggestions';
        list.setAttribute('role', 'listbox');
        list.setAttribute('aria-label', input.dataset.suggestLabel);
        list.hidden = true;
        const status = document.createElement('output');
        status.className = 'unseen';
        input.after(list, status);
        for (const [name, value] of Object.entries({
            role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
            'aria-controls': list.id, autocomplete: 'off',
        })) input.setAttribute(name, value);

        let chosen = -1;
        let asked = 0;
        let waiting = 0;

        const close = () => {
            asked += 1;
            clearTimeout(waiting);
            show([]);
        };
        const mark = index => {
            chosen = index;
            [...list.children].forEach((item, at) => item.setAttribute('aria-selected', at === index));
            const item = list.children[index];
            if (!item) return input.removeAttribute('aria-activedescendant');
            input.setAttribute('aria-activedescendant', item.id);
            item.scrollIntoView({block: 'nearest'});
        };
        const show = found => {
            list.replaceChildren(...found.map((each, index) => {
                const item = document.createElement('li');
                item.id = `${list.id}-${index}`;
                item.setAttribute('role', 'option');
                item.dataset.address = each.address;
                if (each.language) item.lang = each.language;
                const kind = document.createElement('small');
                kind.textContent = each.label;
                item.append(each.text, ' ', kind);
                return item;
            }));
            list.hidden = !found.length;
            input.setAttribute('aria-expanded', String(!list.hidden));
            const {suggestOne: one, suggestLabel: several} = input.dataset;
            status.textContent = found[1] ? `${found.length} ${several}` : found[0] ? one : '';
            mark(-1);
        };
        const ask = async turn => {
            const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`)
                .catch(() => null);
            const found = answer?.ok ? (await answer.json()).suggestions : [];
            // An answer that was overtaken by the next letter says nothing any more.
            if (turn === asked && document.activeElement === input) show(found);
        };

        input.addEventListener('input', () => {
            const turn = ++asked;
            clearTimeout(waiting);
            if (input.value.trim().length < 2) return close();
            waiting = setTimeout(ask, 120, turn);
        });
        input.addEventListener('keydown', event => {
            const last = list.children.length - 1;
            if (list.hidden || event.isComposing) return;
            if (event.key === 'ArrowDown') mark(chosen < last ? chosen + 1 : -1);
            else if (event.key === 'ArrowUp') mark(chosen < 0 ? last : chosen - 1);
            else if (event.key === 'Escape') close();
            else if (event.key === 'Enter' && chosen >= 0) list.children[chosen].click();
            else return;
            event.preventDefault();
        });
        // The field keeps the focus: the list closes without it.
        list.addEventListener('mousedown', event => event.preventDefault());
        list.addEventListener('click', event => {
            const item = event.target.closest('li');
            if (item) location.assign(item.dataset.address);
        });
        input.addEventListener('blur', close);
    };
    document.querySelectorAll('input[data-suggest]').forEach(start);
}
