// Names for what the stock scripts and tables leave without: the boxes of the autocomplete, the
// fields of rich text and the cells of a table of rows. A screen reader hears the words of the
// field's label, or in a table those of its column.
'use strict';
{
    const labelOf = field => {
        const label = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
        if (label) return label;
        const cell = field.closest('.inline-related td');
        return cell?.closest('table').tHead?.rows[0].cells[cell.cellIndex];
    };
    let made = 0;
    const point = (element, ...labels) => {
        for (const label of labels) label.id ||= `label-${made += 1}`;
        const ids = labels.map(label => label.id).join(' ');
        // Written only where it is new: the observer below would hear of it for ever.
        if (element.getAttribute('aria-labelledby') !== ids) element.setAttribute('aria-labelledby', ids);
    };

    const nameBox = select => {
        const box = select.parentElement.querySelector('.select2-selection');
        const chosen = box?.querySelector('.select2-selection__rendered');
        const label = labelOf(select);
        if (!chosen || !label) return;
        point(box, label, chosen);
        point(chosen, label);
    };
    const nameEditor = editor => {
        const field = editor.closest('.prose-editor')?.querySelector('textarea');
        const label = field && labelOf(field);
        if (label) point(editor, label);
    };
    const nameCell = field => {
        if (field.type === 'hidden' || field.labels?.length) return;
        const label = labelOf(field);
        if (label) point(field, label);
    };
    const nameAll = () => {
        document.querySelectorAll('select.admin-autocomplete').forEach(nameBox);
        document.querySelectorAll('.ProseMirror').forEach(nameEditor);
        document.querySelectorAll('.inline-related td :is(input, select, textarea)').forEach(nameCell);
    };

    addEventListener('DOMContentLoaded', () => {
        nameAll();
        // Boxes, editors and rows are made by other scripts, some of them later.
        const content = document.getElementById('content');
        if (content) new MutationObserver(nameAll).observe(content, {childList: true, subtree: true});
        // The field to search in is made when a box is opened.
        window.django?.jQuery(document).on('select2:open', event => {
            const label = labelOf(event.target);
            const field = document.querySelector('.select2-container--open .select2-search__field');
            if (label && field) field.setAttribute('aria-label', label.textContent.trim());
        });
    });
}
